/** Promise: internal ids are UUIDv7 (RFC 9562, section 5.7): they sort by time, name nobody and need no sequence. */
import { randomPublicBytes } from './random.ts'

export function newId(now: number = Date.now()): string {
  const bytes = randomPublicBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** 16 random bytes for a leaf of the ledger: without them, short leaves could be guessed from their hashes. */
export function randomNonce(): Buffer {
  return randomPublicBytes(16)
}

/** Whether a text from outside is one of our ids as we write them: anything else the database would answer with a fault. */
export function isOwnId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
