/** Promise: a bearer secret is 256 random bits, and only its hash is ever stored (P16). */
import { createHash, randomBytes } from 'node:crypto'

export interface MintedToken {
  /** 43 characters, base64url; goes to its holder and nowhere else. */
  token: string
  /** SHA-256 of the token's text, 32 bytes; this is stored. A 256-bit random secret needs no slow hash. */
  hash: Buffer
}

export function mintToken(): MintedToken {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}
