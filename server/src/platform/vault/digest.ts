/** Promise: whoever needs a hash gets SHA-256 (FIPS 180-4) here, and nobody else has to import cryptography. */
import { createHash, hash } from 'node:crypto'

/** SHA-256, 32 bytes. */
export function digest(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}

export interface RunningDigest {
  update(bytes: Uint8Array): void
  /** 32 bytes; the digest is over after that. */
  finish(): Buffer
}

/** SHA-256 of bytes that come bit by bit. */
export function startDigest(): RunningDigest {
  const running = createHash('sha256')
  return {
    update: (bytes) => void running.update(bytes),
    finish: () => running.digest(),
  }
}
