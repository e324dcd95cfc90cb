import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exportSecret, makeCompartmentKey, type CompartmentKey } from './compartment-key.ts'
import { encodeFields } from './context.ts'
import { hkdfExpand } from './primitives.ts'
import { searchToken } from './search-token.ts'

const facts = { practice: 'p1', compartment: 'c1', kind: 'index', version: 1 } as const
const secret = randomBytes(32)
const key = makeCompartmentKey(facts, secret)

describe('a search token', () => {
  it('is the same for the same identifier, 16 bytes long', () => {
    expect(searchToken(key, 'nhs', '9434765919')).toHaveLength(16)
    expect(searchToken(key, 'nhs', '9434765919').equals(searchToken(key, 'nhs', '9434765919'))).toBe(true)
    const again = makeCompartmentKey(facts, exportSecret(key))
    expect(searchToken(again, 'nhs', '9434765919').equals(searchToken(key, 'nhs', '9434765919'))).toBe(true)
  })

  it('differs by value, field, practice and key', () => {
    const tokens = [
      searchToken(key, 'nhs', '9434765919'),
      searchToken(key, 'nhs', '9434765918'),
      searchToken(key, 'phone', '9434765919'),
      searchToken(makeCompartmentKey({ ...facts, practice: 'p2' }, secret), 'nhs', '9434765919'),
      searchToken(makeCompartmentKey(facts, randomBytes(32)), 'nhs', '9434765919'),
    ]
    expect(new Set(tokens.map((token) => token.toString('hex'))).size).toBe(tokens.length)
  })

  it('is HMAC-SHA-256 cut to 128 bits, under a key derived for practice and field', () => {
    const info = encodeFields(['candour/token/1', 'p1', 'nhs'])
    const derived = hkdfExpand('sha512', createSecretKey(secret), info, 32)
    const mac = createHmac('sha256', derived).update('né', 'utf8').digest()
    expect(searchToken(key, 'nhs', 'né').equals(mac.subarray(0, 16))).toBe(true)
  })

  it.each(['patient', 'practice', 'unfiled', 'thread', 'account'] as const)('is not made with a %s key', (kind) => {
    const other = makeCompartmentKey({ ...facts, kind }, secret)
    expect(() => searchToken(other, 'nhs', '1')).toThrow(new TypeError('tokens are made with an index key'))
  })

  it('is not made with a made-up key or of broken text', () => {
    expect(() => searchToken({ ...key } as CompartmentKey, 'nhs', '1')).toThrow(TypeError)
    expect(() => searchToken(key, 'nhs', '\ud800')).toThrow(new TypeError('text to be searched holds a lone surrogate'))
  })
})
