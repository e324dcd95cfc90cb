/** Promise: a bearer secret is 256 random bits, and only its hash is ever stored (P16). */
import { createHash, randomBytes, randomInt } from 'node:crypto'

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

/** Of an authenticator app: 160 bits, as RFC 4226, section 4 (R6) recommends. */
export function mintSharedSecret(): Buffer {
  return randomBytes(20)
}

/** Crockford's: no I, L, O, U, so that print is not misread. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 120 random bits in 24 letters and digits. Its keyed hash is stored; a slow one would add nothing to so many bits. */
export function mintRecoveryCode(): string {
  return Array.from(randomBytes(24), (byte) => letters[byte % 32]).join('')
}

/** Six digits to be read out; tries at it are counted by whoever asks for it. */
export function mintNumber(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Eight digits to be read out, where many stand open at the same time and each is worth one thing, once. */
export function mintReadableCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}
