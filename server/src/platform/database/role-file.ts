/**
 * Promise: the passwords of Candour's roles lie with the keys, apart from the data, in one file that is replaced as a whole;
 * every new connection signs in with what it says at that moment.
 */
import { mkdirSync, openSync, closeSync, fsyncSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mintToken } from '../vault/tokens.ts'

/** Roles that work. The two others, owner and ledger writer, own things and never sign in. */
export const loginRoles = ['application', 'gate', 'jobs', 'sequencer', 'operator'] as const
export type LoginRole = (typeof loginRoles)[number]

/** What each may do hangs on these. */
export const roleNames: Record<LoginRole, string> = {
  application: 'candour_app',
  gate: 'candour_gate',
  jobs: 'candour_jobs',
  sequencer: 'candour_sequencer',
  operator: 'candour_operator',
}

/**
 * PostgreSQL knows one password a role, so each has two names to sign in by, and a new password is made for the one that is
 * not in use: `a` is the role itself, `b` another that may nothing but step into it.
 */
export type Door = 'a' | 'b'
export const otherDoor = (door: Door): Door => (door === 'a' ? 'b' : 'a')
export const signInName = (role: LoginRole, door: Door): string =>
  door === 'a' ? roleNames[role] : `${roleNames[role]}_b`

export type RolePasswords = Record<LoginRole, string>

export interface RoleFile {
  door: Door
  /** When these passwords were made, ISO 8601. */
  since: string
  passwords: RolePasswords
  /** Made for the other door, and not yet known to work there. */
  coming?: RolePasswords
  /** Until when the other door stays open with the passwords before, ISO 8601. */
  closesAt?: string
}

const pathOf = (keysDirectory: string) => join(keysDirectory, 'database-roles.json')

/** Throws when it is not there, or is nothing that Candour wrote. */
export function readRoleFile(keysDirectory: string): RoleFile {
  const path = pathOf(keysDirectory)
  const read = JSON.parse(readFileSync(path, 'utf8')) as RoleFile | RolePasswords
  if ('passwords' in read) return read
  // Before there were two doors the file was the passwords.
  return { door: 'a', since: statSync(path).mtime.toISOString(), passwords: read }
}

/** Reads it, or makes it at the first start. */
export function keepRoleFile(keysDirectory: string, now = new Date()): RoleFile {
  try {
    return readRoleFile(keysDirectory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made: RoleFile = { door: 'a', since: now.toISOString(), passwords: mintPasswords() }
  writeRoleFile(keysDirectory, made)
  return made
}

export function mintPasswords(): RolePasswords {
  return Object.fromEntries(loginRoles.map((role) => [role, mintToken().token])) as RolePasswords
}

/** Mode 0600, whole or not at all, synced with its folder before it counts. */
export function writeRoleFile(keysDirectory: string, file: RoleFile): void {
  replaceFile(pathOf(keysDirectory), JSON.stringify(file))
}

export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(fresh, text)
    fsyncSync(fresh)
  } finally {
    closeSync(fresh)
  }
  renameSync(`${path}.new`, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export interface Credentials {
  user: string
  password: string
  /** Options of the connection: it works as the role, whichever door it came by. */
  role: string
}

/** What a role signs in with now. */
export function credentialsFrom(keysDirectory: string): (role: LoginRole) => Credentials {
  return (role) => credentialsOf(role, readRoleFile(keysDirectory))
}

export function credentialsOf(role: LoginRole, { door, passwords }: RoleFile): Credentials {
  return { user: signInName(role, door), password: passwords[role], role: `-c role=${roleNames[role]}` }
}
