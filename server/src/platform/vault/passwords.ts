/** Promise: a password is stored as argon2id with a pepper, and an account that does not exist takes as long to refuse. */
import { randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'
import { isForeignHash, parseForeignHash } from './foreign-hash.ts'
import { formatPasswordHash, parsePasswordHash, todaysCost, type PasswordHash } from './password-hash.ts'
import type { PasswordProcess } from './password-process.ts'

export interface Passwords {
  hash(password: string): Promise<string>
  verify(stored: string, password: string): Promise<boolean>
  refuse(password: string): Promise<false>
}

export function passwords(process: PasswordProcess, pepper: KeyObject): Passwords {
  function tagOf(password: string, { salt, ...cost }: Omit<PasswordHash, 'tag'>): Promise<Buffer> {
    return process.run({ password: Buffer.from(password.normalize('NFC')), salt, pepper: pepper.export(), cost })
  }
  return {
    async hash(password) {
      const made = { ...todaysCost, salt: randomBytes(16) }
      return formatPasswordHash({ ...made, tag: await tagOf(password, made) })
    },
    async verify(stored, password) {
      if (isForeignHash(stored)) {
        const foreign = parseForeignHash(stored)
        const made = await process.run({ password: Buffer.from(password.normalize('NFC')), foreign })
        return made.length === foreign.tag.length && timingSafeEqual(foreign.tag, made)
      }
      const { tag, ...made } = parsePasswordHash(stored)
      return timingSafeEqual(tag, await tagOf(password, made))
    },
    async refuse(password) {
      await tagOf(password, { ...todaysCost, salt: randomBytes(16) })
      return false
    },
  }
}
