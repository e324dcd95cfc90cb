/** Promise: a stored password hash names its parameters, and only ones that are safe to run are accepted. */
import { SealBroken } from './vault-errors.ts'

export interface PasswordCost {
  /** KiB. */
  memory: number
  passes: number
  lanes: number
}

export interface PasswordHash extends PasswordCost {
  salt: Buffer
  tag: Buffer
}

/** RFC 9106 argon2id, OWASP's floor well exceeded: about 0.15 to 0.3 s. */
export const todaysCost: PasswordCost = { memory: 65_536, passes: 3, lanes: 1 }

const most: PasswordCost = { memory: 262_144, passes: 10, lanes: 4 }

/** PHC string: `$argon2id$v=19$m=65536,t=3,p=1$<salt>$<tag>`, base64 without padding. */
export function formatPasswordHash({ memory, passes, lanes, salt, tag }: PasswordHash): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${toBase64(salt)}$${toBase64(tag)}`
}

/** Throws SealBroken for anything that formatPasswordHash does not write, and for costs beyond what we would run. */
export function parsePasswordHash(text: string): PasswordHash {
  const pattern = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/
  const [, memory, passes, lanes, salt = '', tag = ''] = pattern.exec(text) ?? []
  const hash = {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
  if (!isRunnable(hash)) throw new SealBroken('payload')
  return hash
}

/** True when it was not made with today's cost. */
export function isOutdated({ memory, passes, lanes }: PasswordCost): boolean {
  return memory !== todaysCost.memory || passes !== todaysCost.passes || lanes !== todaysCost.lanes
}

function isRunnable({ memory, passes, lanes }: PasswordCost): boolean {
  const isRightlyWide = lanes >= 1 && lanes <= most.lanes && passes >= 1 && passes <= most.passes
  return isRightlyWide && memory >= 8 * lanes && memory <= most.memory
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
