import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readRoleFile } from '../../platform/database/role-file.ts'
import { openKeyring } from '../../platform/vault/keyring.ts'

const day = 24 * 3_600_000

/** Days after which each is replaced by itself, and the age by which it has to be (P24, security.md). */
export const rhythms = {
  databasePasswords: { every: 60, atMost: 90 },
  practiceKeys: { every: 28, atMost: 30 },
  /** A version that was replaced is destroyed at this age at the latest, for erasure counts on it. */
  olderVersions: { every: 29, atMost: 35 },
  rootKey: { every: 350, atMost: 365 },
} as const
type Rhythm = (typeof rhythms)[keyof typeof rhythms]

export interface Credential {
  /** In words, for example `the passwords of the database's roles`. */
  name: string
  since: Date
  /** When it is replaced by itself. */
  next: Date
  isOverdue: boolean
}

export function isDue(since: Date, { every }: Rhythm, now: Date): boolean {
  return now.getTime() - since.getTime() >= every * day
}

/**
 * What this installation signs in and seals with, as the folder of its keys says. Of many practices' keys it is the oldest.
 * Throws where the folder can't be read.
 */
export async function listCredentials(keysDirectory: string, now: Date): Promise<Credential[]> {
  const listed: Credential[] = []
  const add = (name: string, since: Date | undefined, { every, atMost }: Rhythm) => {
    if (since === undefined) return
    const next = new Date(since.getTime() + every * day)
    listed.push({ name, since, next, isOverdue: now.getTime() - since.getTime() > atMost * day })
  }
  const owner = join(keysDirectory, 'database-owner')
  add('passwords of the database', new Date(readRoleFile(keysDirectory).since), rhythms.databasePasswords)
  add('its owner’s password', existsSync(owner) ? statSync(owner).mtime : undefined, rhythms.databasePasswords)
  const keyring = await openKeyring(join(keysDirectory, 'keyring'))
  const versions = await Promise.all((await keyring.practices()).map((practice) => keyring.list(practice)))
  add('keys of practices', oldest(versions.map((all) => all.at(-1))), rhythms.practiceKeys)
  add('keys before them', oldest(versions.flatMap((all) => all.slice(0, -1))), rhythms.olderVersions)
  add('root key', statSync(join(keysDirectory, 'root.key')).mtime, rhythms.rootKey)
  return listed
}

function oldest(facts: readonly ({ createdAt: Date } | undefined)[]): Date | undefined {
  const times = facts.flatMap((one) => (one === undefined ? [] : [one.createdAt.getTime()]))
  return times.length === 0 ? undefined : new Date(Math.min(...times))
}
