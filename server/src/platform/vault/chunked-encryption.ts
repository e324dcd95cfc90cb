/** Promise: this is C2SP chunked-encryption v1 (c2sp.org/chunked-encryption), AES-256-GCM with SHA-512, whole. */
import { createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { letGo } from '../spare-memory.ts'
import { gcmOpen, gcmSeal, hkdfExpand, startGcmSeal, TAG, type GcmSealing } from './primitives.ts'
import { randomPublicBytes } from './random.ts'
import { SealBroken } from './vault-errors.ts'

export const CHUNK = 16_384
export const SEALED_CHUNK = CHUNK + TAG
/** Salt (24 bytes) and commitment (32). */
export const HEADER = 56

const SALT = 24
const MOST_CHUNKS = 2 ** 38
const label = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0')

export interface RangeOpener {
  /** Length of the plain value, bytes. */
  readonly size: number
  /** Opens whole chunks in a row: 16,400 bytes each, the last of the value shorter. Throws SealBroken. */
  openChunks(first: number, sealed: Uint8Array): Buffer
}

interface MessageKey {
  key: KeyObject
  baseNonce: Buffer
  commitment: Buffer
}

/** Length of the sealed form of `size` plain bytes. */
export function sealedSize(size: number): number {
  return HEADER + size + TAG * (Math.floor(size / CHUNK) + 1)
}

/** The inverse of sealedSize. Throws SealBroken for a length that no value has. */
export function plainSize(sealed: number): number {
  const body = sealed - HEADER
  const last = body % SEALED_CHUNK
  // For a body below zero the remainder is below zero too.
  if (last < TAG) throw new SealBroken('length')
  return ((body - last) / SEALED_CHUNK) * CHUNK + last - TAG
}

/** @param inputKey 32 bytes, uniformly random */
export function sealMessage(inputKey: KeyObject, context: Uint8Array, plain: Uint8Array): Buffer {
  const salt = randomPublicBytes(SALT)
  const message = messageKey(inputKey, salt, context)
  const parts = [salt, message.commitment]
  for (let at = 0, chunk = 0; at <= plain.length; at += CHUNK)
    parts.push(...sealChunk(message, chunk++, plain.subarray(at, at + CHUNK)))
  return Buffer.concat(parts)
}

/** Throws SealBroken. */
export function openMessage(inputKey: KeyObject, context: Uint8Array, sealed: Uint8Array): Buffer {
  return openRange(inputKey, context, sealed.subarray(0, HEADER), sealed.length).openChunks(0, sealed.subarray(HEADER))
}

/** A message that is sealed as it comes; nothing of it is held. */
export interface MessageSealer {
  /** Salt and commitment, the first 56 bytes of the sealed message. */
  readonly header: Buffer
  /**
   * Seals what comes next to `into`, from `at` on: as many bytes as there are, and 16 more behind each chunk that became
   * full. @returns how many were written
   */
  seal(plain: Uint8Array, into: Buffer, at: number): number
  /** The end of the last chunk: 16 bytes. */
  finish(into: Buffer, at: number): number
}

export function startSealing(inputKey: KeyObject, context: Uint8Array): MessageSealer {
  const salt = randomPublicBytes(SALT)
  const message = messageKey(inputKey, salt, context)
  let chunk = 0
  let filled = 0
  let open: GcmSealing | null = null
  const begun = () => (open ??= startGcmSeal(message.key, chunkNonce(message.baseNonce, chunk++)))
  const finish = (into: Buffer, at: number): number => {
    const size = begun().finish().copy(into, at)
    open = null
    filled = 0
    return size
  }
  return {
    header: Buffer.concat([salt, message.commitment]),
    seal(plain, into, at) {
      let place = at
      for (let from = 0; from < plain.length;) {
        const part = plain.subarray(from, from + CHUNK - filled)
        const sealed = begun().update(part)
        place += sealed.copy(into, place)
        letGo(sealed)
        filled += part.length
        from += part.length
        if (filled === CHUNK) place += finish(into, place)
      }
      return place - at
    },
    finish,
  }
}

/** @param header the first 56 bytes; @param sealed length of the whole sealed message. Throws SealBroken. */
export function openRange(inputKey: KeyObject, context: Uint8Array, header: Uint8Array, sealed: number): RangeOpener {
  const size = plainSize(sealed)
  if (header.length !== HEADER) throw new SealBroken('length')
  const message = messageKey(inputKey, header.subarray(0, SALT), context)
  if (!timingSafeEqual(message.commitment, header.subarray(SALT))) throw new SealBroken('commitment')
  return { size, openChunks: (first, bytes) => openChunks(message, sealed - HEADER, first, bytes) }
}

function openChunks(message: MessageKey, bodySize: number, first: number, sealed: Uint8Array): Buffer {
  const start = first * SEALED_CHUNK
  const end = start + sealed.length
  if (end > bodySize || (end < bodySize && sealed.length % SEALED_CHUNK !== 0)) throw new SealBroken('length')
  const plain: Buffer[] = []
  for (let at = 0; at < sealed.length; at += SEALED_CHUNK) {
    const nonce = chunkNonce(message.baseNonce, first + at / SEALED_CHUNK)
    const opened = gcmOpen(message.key, nonce, sealed.subarray(at, at + SEALED_CHUNK))
    if (opened === undefined) throw new SealBroken('chunk')
    plain.push(opened)
  }
  return plain.length === 1 ? plain[0]! : Buffer.concat(plain)
}

function messageKey(inputKey: KeyObject, salt: Uint8Array, context: Uint8Array): MessageKey {
  if (inputKey.symmetricKeySize !== 32) throw new TypeError('an input key has 32 bytes')
  const derived = hkdfExpand('sha512', inputKey, Buffer.concat([label, salt, context]), 76)
  return {
    key: createSecretKey(derived.subarray(0, 32)),
    baseNonce: derived.subarray(32, 44),
    commitment: derived.subarray(44, 76),
  }
}

function sealChunk(message: MessageKey, chunk: number, plain: Uint8Array): [Buffer, Buffer] {
  return gcmSeal(message.key, chunkNonce(message.baseNonce, chunk), plain)
}

/** The base nonce, its last five bytes XORed with the chunk's number. */
export function chunkNonce(base: Buffer, chunk: number): Buffer {
  if (chunk >= MOST_CHUNKS) throw new RangeError('a message has at most 2^38 chunks')
  const nonce = Buffer.from(base)
  nonce[7]! ^= Math.floor(chunk / 2 ** 32)
  nonce.writeInt32BE(nonce.readInt32BE(8) ^ chunk, 8)
  return nonce
}
