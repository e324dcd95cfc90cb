import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { exportSecret, insideOf, makeCompartmentKey, type CompartmentKey } from './compartment-key.ts'

const facts = { practice: 'p1', compartment: 'c1', kind: 'patient', version: 1 } as const
const bytes = randomBytes(32)
const key = makeCompartmentKey(facts, bytes)

describe('a compartment key', () => {
  it('says what it is for', () => {
    expect(key).toEqual({ ...facts, id: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  it('never prints its secret', () => {
    const forms = ['hex', 'base64', 'base64url', 'latin1', 'utf8'] as const
    const printed = [
      inspect(key, { showHidden: true, depth: Infinity, getters: true }),
      JSON.stringify(key),
      String(key),
      JSON.stringify(Object.getOwnPropertyDescriptors(key)),
      inspect(structuredClone(key)),
    ].join('\n')
    for (const form of forms) expect(printed).not.toContain(bytes.toString(form))
    expect(printed).not.toContain(String([...bytes.subarray(0, 4)]))
    expect(printed).not.toContain([...bytes.subarray(0, 4)].join(', '))
    expect(Reflect.ownKeys(key)).toEqual(['practice', 'compartment', 'kind', 'version', 'id'])
  })

  it('does not print it from inside either', () => {
    expect(inspect(insideOf(key).secret, { showHidden: true, depth: Infinity })).not.toContain(bytes.toString('hex'))
    expect(JSON.stringify(insideOf(key).secret)).toBe('{}')
  })

  it('cannot be changed or made up', () => {
    expect(Object.isFrozen(key)).toBe(true)
    expect(() => insideOf({ ...key } as CompartmentKey)).toThrow(new TypeError('not a key that this vault opened'))
    expect(() => insideOf(structuredClone(key))).toThrow(TypeError)
  })

  it('has an id that comes from the secret alone', () => {
    expect(makeCompartmentKey({ ...facts, version: 2, practice: 'p2' }, bytes).id).toBe(key.id)
    expect(makeCompartmentKey(facts, randomBytes(32)).id).not.toBe(key.id)
    expect(bytes.toString('hex')).not.toContain(key.id.slice(0, 8))
  })

  it('keeps a copy of the bytes, so that they can be wiped', () => {
    const own = randomBytes(32)
    const kept = Buffer.from(own)
    const made = makeCompartmentKey(facts, own)
    own.fill(0)
    expect(exportSecret(made).equals(kept)).toBe(true)
  })

  it('puts practice, compartment, kind, id and version before every context', () => {
    const variants = [
      makeCompartmentKey({ ...facts, practice: 'p2' }, bytes),
      makeCompartmentKey({ ...facts, compartment: 'c2' }, bytes),
      makeCompartmentKey({ ...facts, kind: 'thread' }, bytes),
      makeCompartmentKey({ ...facts, version: 2 }, bytes),
      makeCompartmentKey(facts, randomBytes(32)),
      key,
    ]
    expect(new Set(variants.map((variant) => insideOf(variant).context.toString('hex'))).size).toBe(variants.length)
    for (const word of ['candour/seal/1', 'p1', 'c1', 'patient', key.id])
      expect(insideOf(key).context.includes(word)).toBe(true)
  })
})
