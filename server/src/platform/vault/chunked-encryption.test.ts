import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptoOpen, webCryptoSeal } from '../../../vectors/web-crypto-sealing.ts'
import {
  CHUNK,
  HEADER,
  SEALED_CHUNK,
  chunkNonce,
  openMessage,
  openRange,
  plainSize,
  sealedSize,
  sealMessage,
  startSealing,
} from './chunked-encryption.ts'
import { TAG } from './primitives.ts'
import { SealBroken, type SealFault } from './vault-errors.ts'

const secret = randomBytes(32)
const key = createSecretKey(secret)
const context = Buffer.from('where it lives')

const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 3 * CHUNK + 5]
const size = fc.oneof(fc.constantFrom(...edges), fc.nat(3 * CHUNK))

function broken(fault: SealFault): SealBroken {
  return new SealBroken(fault)
}

function* pieces(bytes: Buffer, ...cuts: number[]): Generator<Buffer> {
  let at = 0
  for (const cut of cuts) yield bytes.subarray(at, (at += cut))
  yield bytes.subarray(at)
}

describe('a sealed message', () => {
  it('opens again, at any length', () => {
    fc.assert(
      fc.property(size, fc.uint8Array({ maxLength: 50 }), (length, place) => {
        const plain = randomBytes(length)
        expect(openMessage(key, place, sealMessage(key, place, plain)).equals(plain)).toBe(true)
      }),
    )
  })

  it('is 56 bytes longer, and 16 more for each chunk, the closing short one included', () => {
    expect(edges.map((length) => sealedSize(length) - length)).toEqual([72, 72, 72, 88, 88, 88, 104, 120])
    fc.assert(
      fc.property(size, (length) => {
        expect(sealMessage(key, context, Buffer.alloc(length))).toHaveLength(sealedSize(length))
        expect(plainSize(sealedSize(length))).toBe(length)
      }),
      { numRuns: 30 },
    )
  })

  it('has a length of its own for each plain length, and no other length is one', () => {
    const lengths = new Set(Array.from({ length: 2 * CHUNK + 2 }, (_, length) => sealedSize(length)))
    for (let sealed = 0; sealed <= HEADER + 2 * SEALED_CHUNK + 16; sealed++) {
      if (lengths.has(sealed)) expect(sealedSize(plainSize(sealed))).toBe(sealed)
      else expect(() => plainSize(sealed)).toThrow(broken('length'))
    }
  })

  it('is never the same twice', () => {
    const seals = Array.from({ length: 50 }, () => sealMessage(key, context, Buffer.from('same')).toString('hex'))
    expect(new Set(seals.map((seal) => seal.slice(0, 48))).size).toBe(50)
    expect(new Set(seals.map((seal) => seal.slice(-40))).size).toBe(50)
  })

  it('does not open when any one byte is changed', () => {
    const sealed = sealMessage(key, context, Buffer.from('Zoe Abara, 4 May 1987'))
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed)
      altered[at]! ^= 1 << (at % 8)
      expect(() => openMessage(key, context, altered)).toThrow(broken(at < HEADER ? 'commitment' : 'chunk'))
    }
  })

  it('does not open when a byte is changed anywhere in a long one', () => {
    const sealed = sealMessage(key, context, randomBytes(2 * CHUNK + 9))
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Buffer.from(sealed)
        altered[at]! ^= change
        expect(() => openMessage(key, context, altered)).toThrow(SealBroken)
      }),
    )
  })

  it('does not open when it is cut or has bytes after it', () => {
    const sealed = sealMessage(key, context, randomBytes(CHUNK + 40))
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), (length) => {
        expect(() => openMessage(key, context, sealed.subarray(0, length))).toThrow(SealBroken)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2 * SEALED_CHUNK }), (more) => {
        expect(() => openMessage(key, context, Buffer.concat([sealed, more]))).toThrow(SealBroken)
      }),
    )
  })

  it('does not open without its closing chunk, even at a chunk boundary', () => {
    const sealed = sealMessage(key, context, randomBytes(2 * CHUNK))
    expect(() => openMessage(key, context, sealed.subarray(0, -16))).toThrow(broken('length'))
    expect(() => openMessage(key, context, sealed.subarray(0, -17))).toThrow(broken('chunk'))
  })

  it('does not open when two chunks change places or one is repeated', () => {
    const sealed = sealMessage(key, context, randomBytes(3 * CHUNK))
    const chunk = (at: number) => sealed.subarray(HEADER + at * SEALED_CHUNK, HEADER + (at + 1) * SEALED_CHUNK)
    const order = (...at: number[]) => Buffer.concat([sealed.subarray(0, HEADER), ...at.map(chunk), chunk(3)])
    expect(openMessage(key, context, order(0, 1, 2))).toHaveLength(3 * CHUNK)
    for (const at of [
      [1, 0, 2],
      [0, 2, 1],
      [2, 1, 0],
      [0, 0, 2],
      [0, 1, 1],
    ])
      expect(() => openMessage(key, context, order(...at))).toThrow(broken('chunk'))
  })

  it('does not open under another key or in another context', () => {
    const sealed = sealMessage(key, context, Buffer.from('x'))
    expect(() => openMessage(createSecretKey(randomBytes(32)), context, sealed)).toThrow(broken('commitment'))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (other) => {
        fc.pre(!context.equals(other))
        expect(() => openMessage(key, other, sealed)).toThrow(broken('commitment'))
      }),
    )
  })

  it('takes keys of 32 bytes only', () => {
    for (const length of [16, 31, 33, 64])
      expect(() => sealMessage(createSecretKey(randomBytes(length)), context, Buffer.alloc(1))).toThrow(
        new TypeError('an input key has 32 bytes'),
      )
  })
})

describe('a second implementation over WebCrypto', () => {
  it('opens what this one seals, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.uint8Array({ maxLength: 300 }), async (length, place) => {
        const plain = randomBytes(length)
        expect((await webCryptoOpen(secret, place, sealMessage(key, place, plain))).equals(plain)).toBe(true)
        expect(openMessage(key, place, await webCryptoSeal(secret, place, plain)).equals(plain)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('agrees beyond 256 chunks, where the counter needs a second byte', async () => {
    const plain = randomBytes(257 * CHUNK + 3)
    expect((await webCryptoOpen(secret, context, sealMessage(key, context, plain))).equals(plain)).toBe(true)
    expect(openMessage(key, context, await webCryptoSeal(secret, context, plain)).equals(plain)).toBe(true)
  })
})

describe('the nonce of a chunk', () => {
  const base = Buffer.from('000102030405060708090a0b', 'hex')

  it.each([
    [0, '000102030405060708090a0b'],
    [1, '000102030405060708090a0a'],
    [0xffff_ffff, '0001020304050607f7f6f5f4'],
    [2 ** 37, '000102030405062708090a0b'],
    [2 ** 38 - 1, '0001020304050638f7f6f5f4'],
  ])('XORs the last five bytes with the number of the chunk: %d', (chunk, nonce) => {
    expect(chunkNonce(base, chunk).toString('hex')).toBe(nonce)
    expect(base.toString('hex')).toBe('000102030405060708090a0b')
  })

  it('does not exist beyond 2^38 chunks', () => {
    expect(() => chunkNonce(base, 2 ** 38)).toThrow(new RangeError('a message has at most 2^38 chunks'))
  })
})

describe('a message that is sealed as it comes', () => {
  it('is the same message, however it is cut', () => {
    fc.assert(
      fc.property(size, fc.array(fc.nat(CHUNK + 3), { maxLength: 6 }), (length, cuts) => {
        const plain = randomBytes(length)
        const sealed = Buffer.alloc(sealedSize(length))
        const sealer = startSealing(key, context)
        let at = sealer.header.copy(sealed)
        for (const part of pieces(plain, ...cuts)) {
          const written = sealer.seal(part, sealed, at)
          expect(written).toBeGreaterThanOrEqual(part.length)
          at += written
        }
        at += sealer.finish(sealed, at)
        expect(at).toBe(sealed.length)
        expect(openMessage(key, context, sealed).equals(plain)).toBe(true)
      }),
    )
  })

  it('begins with the header, and holds nothing back', () => {
    const sealer = startSealing(key, context)
    const into = Buffer.alloc(2 * SEALED_CHUNK)
    expect(sealer.header).toHaveLength(HEADER)
    expect(sealer.seal(randomBytes(10), into, 0)).toBe(10)
    expect(sealer.seal(randomBytes(CHUNK - 10), into, 10)).toBe(CHUNK - 10 + TAG)
    expect(sealer.finish(into, 0)).toBe(TAG)
  })
})

describe('opening by ranges', () => {
  const plain = randomBytes(4 * CHUNK + 100)
  const sealed = sealMessage(key, context, plain)
  const header = sealed.subarray(0, HEADER)
  const chunks = (from: number, to: number) => sealed.subarray(HEADER + from * SEALED_CHUNK, HEADER + to * SEALED_CHUNK)

  it('opens any run of chunks, in any order', () => {
    const opener = openRange(key, context, header, sealed.length)
    expect(opener.size).toBe(plain.length)
    for (const [from, to] of [
      [2, 4],
      [0, 1],
      [4, 5],
      [0, 5],
      [3, 3],
    ] as const)
      expect(opener.openChunks(from, chunks(from, to)).equals(plain.subarray(from * CHUNK, to * CHUNK))).toBe(true)
  })

  it('refuses chunks under another number', () => {
    const opener = openRange(key, context, header, sealed.length)
    expect(() => opener.openChunks(1, chunks(0, 1))).toThrow(broken('chunk'))
  })

  it('refuses parts of chunks, and more than there is', () => {
    const opener = openRange(key, context, header, sealed.length)
    expect(() => opener.openChunks(0, chunks(0, 1).subarray(1))).toThrow(broken('length'))
    expect(() => opener.openChunks(4, sealed.subarray(HEADER + 4 * SEALED_CHUNK, -1))).toThrow(broken('length'))
    expect(() => opener.openChunks(4, Buffer.concat([chunks(4, 5), Buffer.alloc(1)]))).toThrow(broken('length'))
  })

  it('checks header and length before anything is opened', () => {
    expect(() => openRange(key, context, header.subarray(1), sealed.length)).toThrow(broken('length'))
    expect(() => openRange(key, context, sealed.subarray(0, HEADER + 1), sealed.length)).toThrow(broken('length'))
    expect(() => openRange(key, context, header, HEADER + SEALED_CHUNK)).toThrow(broken('length'))
    expect(() => openRange(key, Buffer.alloc(0), header, sealed.length)).toThrow(broken('commitment'))
  })
})
