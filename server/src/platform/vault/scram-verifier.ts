/** Promise: a password's own letters never reach PostgreSQL's statements, so that none of its logs can hold them. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** As PostgreSQL makes it itself; a password of 256 random bits needs no more. */
const rounds = 4096

/** What `alter role ... password` takes instead of the password (RFC 5803): `SCRAM-SHA-256$rounds:salt$stored:server`. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}
