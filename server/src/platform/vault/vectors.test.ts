import { createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openMessage } from './chunked-encryption.ts'
import { hash } from 'node:crypto'
import { gcmOpen, gcmSeal, hkdfExpand, hmac, type HashName } from './primitives.ts'

interface Vector {
  tcId: number | string
  result: 'valid' | 'invalid'
}

const hex = (text: string) => Buffer.from(text, 'hex')

function published<Fields>(name: string): (Vector & Fields)[] {
  const url = new URL(`../../../vectors/wycheproof-${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(url, 'utf8')) as { tests: (Vector & Fields)[] }).tests
}

interface Gcm {
  key: string
  iv: string
  msg: string
  ct: string
  tag: string
}

describe('AES-256-GCM', () => {
  it.each(published<Gcm>('aes-gcm'))(
    'opens what Wycheproof calls $result: $tcId',
    ({ key, iv, msg, ct, tag, result }) => {
      const opened = gcmOpen(createSecretKey(hex(key)), hex(iv), hex(ct + tag))
      expect(opened?.toString('hex')).toBe(result === 'valid' ? msg : undefined)
    },
  )

  it('does not take less than a tag for a message', () => {
    const key = createSecretKey(Buffer.alloc(32))
    for (const length of [0, 4, 12, 15]) expect(gcmOpen(key, Buffer.alloc(12), Buffer.alloc(length))).toBeUndefined()
  })

  const valid = published<Gcm>('aes-gcm').filter(({ result }) => result === 'valid')
  it.each(valid)('seals as Wycheproof does: $tcId', ({ key, iv, msg, ct, tag }) => {
    const parts = gcmSeal(createSecretKey(hex(key)), hex(iv), hex(msg))
    expect(parts.map((part) => part.toString('hex'))).toEqual([ct, tag])
  })
})

interface Hkdf {
  ikm: string
  salt: string
  info: string
  size: number
  okm: string
}

describe.each<HashName>(['sha512', 'sha256'])('HKDF with %s', (name) => {
  it.each(published<Hkdf>(`hkdf-${name}`))('gives what Wycheproof calls $result: $tcId', (vector) => {
    const prk = createSecretKey(hmac(name, createSecretKey(hex(vector.salt)), hex(vector.ikm)))
    const okm = () => hkdfExpand(name, prk, hex(vector.info), vector.size).toString('hex')
    if (vector.result === 'valid') expect(okm()).toBe(vector.okm)
    else expect(okm).toThrow(RangeError)
  })

  it('gives at most 255 blocks', () => {
    const prk = createSecretKey(Buffer.alloc(32))
    const most = 255 * (name === 'sha512' ? 64 : 32)
    expect(hkdfExpand(name, prk, Buffer.alloc(0), most)).toHaveLength(most)
    expect(() => hkdfExpand(name, prk, Buffer.alloc(0), most + 1)).toThrow(
      new RangeError('HKDF-Expand gives at most 255 blocks'),
    )
  })
})

interface Mac {
  key: string
  msg: string
  tag: string
}

describe('HMAC-SHA-256', () => {
  it.each(published<Mac>('hmac-sha256'))(
    'agrees with Wycheproof, truncated too: $tcId',
    ({ key, msg, tag, result }) => {
      const mac = hmac('sha256', createSecretKey(hex(key)), hex(msg)).subarray(0, tag.length / 2)
      expect(mac.equals(hex(tag))).toBe(result === 'valid')
    },
  )
})

interface Chunked {
  key: string
  ctx: string
  ctZlib: string
  msgLength: number
  msgSha512: string
}

describe('chunked encryption', () => {
  const vectors = published<Chunked>('chunked-encryption-aes-256-gcm')

  it.each(vectors.filter(({ result }) => result === 'valid'))('opens Wycheproof $tcId', (vector) => {
    const opened = openMessage(createSecretKey(hex(vector.key)), hex(vector.ctx), inflateSync(hex(vector.ctZlib)))
    expect(opened).toHaveLength(vector.msgLength)
    expect(hash('sha512', opened)).toBe(vector.msgSha512)
  })

  it.each(vectors.filter(({ result }) => result === 'invalid'))('refuses Wycheproof $tcId', ({ key, ctx, ctZlib }) => {
    expect(() => openMessage(createSecretKey(hex(key)), hex(ctx), inflateSync(hex(ctZlib)))).toThrow()
  })
})
