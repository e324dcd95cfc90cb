/** Promise: these are the only calls of a cipher or a keyed hash, and the published vectors are run against them. */
import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto'

export type HashName = 'sha256' | 'sha512'

export const TAG = 16

const hashSize = { sha256: 32, sha512: 64 }
const cipherName = 'aes-256-gcm'
const tagLength = { authTagLength: TAG }

/** HMAC (RFC 2104) over the parts, joined: 32 or 64 bytes. */
export function hmac(hash: HashName, key: KeyObject, ...parts: Uint8Array[]): Buffer {
  const mac = createHmac(hash, key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** HKDF-Expand (RFC 5869, section 2.3), `length` bytes. Throws RangeError above 255 blocks of the hash. */
export function hkdfExpand(hash: HashName, prk: KeyObject, info: Uint8Array, length: number): Buffer {
  const size = hashSize[hash]
  if (length > 255 * size) throw new RangeError('HKDF-Expand gives at most 255 blocks')
  const out = Buffer.alloc(length)
  let block: Buffer = Buffer.alloc(0)
  for (let at = 0, counter = 1; at < length; at += size, counter++) {
    block = hmac(hash, prk, block, info, Uint8Array.of(counter))
    block.copy(out, at)
  }
  return out
}

/**
 * AES-256-GCM (NIST SP 800-38D) without additional data: the ciphertext, as long as `plain`, and its 16-byte tag.
 * @param nonce 12 bytes, never twice under one key
 */
export function gcmSeal(key: KeyObject, nonce: Uint8Array, plain: Uint8Array): [Buffer, Buffer] {
  const cipher = createCipheriv(cipherName, key, nonce, tagLength)
  const sealed = cipher.update(plain)
  cipher.final()
  return [sealed, cipher.getAuthTag()]
}

export interface GcmSealing {
  /** Ciphertext, as long as `plain`. */
  update(plain: Uint8Array): Buffer
  /** The tag of 16 bytes; nothing can follow. */
  finish(): Buffer
}

/** The same for what comes piece by piece. @param nonce 12 bytes, never twice under one key */
export function startGcmSeal(key: KeyObject, nonce: Uint8Array): GcmSealing {
  const cipher = createCipheriv(cipherName, key, nonce, tagLength)
  return {
    update: (plain) => cipher.update(plain),
    finish() {
      cipher.final()
      return cipher.getAuthTag()
    },
  }
}

/** @returns the plain bytes, or undefined when the 16-byte tag at the end does not verify or is not there. */
export function gcmOpen(key: KeyObject, nonce: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < TAG) return undefined
  const decipher = createDecipheriv(cipherName, key, nonce, tagLength)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return plain
}
