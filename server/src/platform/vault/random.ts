/** Promise: random bytes for what is no secret (ids, nonces, salts), taken from the system in pages: a call each costs more. */
import { randomFillSync } from 'node:crypto'

const page = Buffer.allocUnsafeSlow(4096)
let at = page.length

/** @param size at most 64. Never for a key: what is still to be handed out lies in memory. */
export function randomPublicBytes(size: number): Buffer {
  if (at + size > page.length) {
    randomFillSync(page)
    at = 0
  }
  const taken = Buffer.from(page.subarray(at, at + size))
  page.fill(0, at, at + size)
  at += size
  return taken
}
