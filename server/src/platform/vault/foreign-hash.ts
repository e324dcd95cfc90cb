/** Promise: hashes of another system are run only at a cost that keeps nobody waiting, and are Candour's own after one sign-in. */
import { SealBroken } from './vault-errors.ts'

/** As other systems store passwords: bcrypt, or PBKDF2 (RFC 8018) with SHA-256. */
export type ForeignHash =
  | { kind: 'bcrypt'; setting: string; tag: Buffer }
  | { kind: 'pbkdf2-sha256'; rounds: number; salt: Buffer; tag: Buffer }

/** Some seconds of one core. */
const mostBcrypt = 12
const mostRounds = 5_000_000
const fewestRounds = 1_000

/**
 * `$2a$`, `$2b$`, `$2y$`; `$pbkdf2-sha256$<rounds>$<salt>$<hash>` and `$pbkdf2-sha256$i=<rounds>[,l=<length>]$...`, base64 with
 * `.` for `+`, or as it is. Null for anything else, and for costs that nobody should wait for.
 */
export function readForeignHash(text: string): ForeignHash | null {
  const bcrypt = /^(\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{22})[./A-Za-z0-9]{31}$/.exec(text)
  if (bcrypt !== null) {
    const cost = Number(bcrypt[2])
    return cost >= 4 && cost <= mostBcrypt ? { kind: 'bcrypt', setting: bcrypt[1]!, tag: Buffer.from(text) } : null
  }
  const pbkdf2 =
    /^\$pbkdf2-sha256\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([\w./+-]{8,128})={0,2}\$([\w./+-]{22,128})={0,2}$/.exec(text)
  if (pbkdf2 === null) return null
  const [, count, salt, tag] = pbkdf2
  const rounds = Number(count)
  const found = { kind: 'pbkdf2-sha256', rounds, salt: fromBase64(salt!), tag: fromBase64(tag!) } as const
  const isRunnable = rounds >= fewestRounds && rounds <= mostRounds && found.tag.length >= 16 && found.tag.length <= 64
  return isRunnable ? found : null
}

/** Throws SealBroken for what readForeignHash does not take. */
export function parseForeignHash(text: string): ForeignHash {
  const found = readForeignHash(text)
  if (found === null) throw new SealBroken('payload')
  return found
}

export function isForeignHash(text: string): boolean {
  return /^\$(2[aby]|pbkdf2-sha256)\$/.test(text)
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+').replace(/=+$/, ''), 'base64')
}
