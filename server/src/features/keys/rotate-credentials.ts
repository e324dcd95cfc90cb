import { stat } from 'node:fs/promises'
import type { DatabaseConnection } from '../../platform/config.ts'
import { ownerNow, replaceOwnerPassword } from '../../platform/database/embedded/owner-password.ts'
import { rotateRoles } from '../../platform/database/rotate-roles.ts'
import { aloneAtKeys } from '../../platform/database/rotation-lock.ts'
import { noteRotation } from '../../platform/rotation-log.ts'
import { rotateRootKey } from '../../platform/vault/rotate-root-key.ts'
import { installation } from '../accounts/installation.ts'
import { listPractices } from '../practices/find-practices.ts'
import { isDue, listCredentials, rhythms } from './credentials.ts'
import { rotatePracticeKey, type KeyParts } from './rotate-practice-key.ts'

export interface Rotating extends KeyParts {
  owner: DatabaseConnection
  /** Where the embedded database's owner has its password; null for a database of the operator's own. */
  ownerPasswordFile: string | null
}

/** What is replaced whether it is time or not. */
export interface AskedFor {
  database?: boolean
  root?: boolean
  practices?: 'all' | readonly string[]
}

export interface Rotated {
  database: 'replaced' | 'closed' | null
  root: 'replaced' | 'destroyed' | null
  /** How many practices' keys got a new version. */
  practices: number
  /** Keys that were wrapped afresh. */
  rewrapped: number
  destroyed: number
}

/**
 * Replaces what is due, or asked for, and ends what an earlier time began. Null when another node or command is at it.
 * A part that fails is logged and keeps no other from its turn; then it throws at the end.
 */
export function rotateCredentials(parts: Rotating, now: Date, asked: AskedFor = {}): Promise<Rotated | null> {
  const { keysDirectory, log, by } = parts
  const owner = () => ownerNow(parts.owner, parts.ownerPasswordFile)
  const note = (what: 'database passwords' | 'database owner' | 'root key', did: 'made' | 'destroyed') =>
    noteRotation(keysDirectory, log, now, { what, did, by })
  return aloneAtKeys(owner(), async () => {
    const done: Rotated = { database: null, root: null, practices: 0, rewrapped: 0, destroyed: 0 }
    const failures: unknown[] = []
    const attempt = (act: () => Promise<void>) =>
      act().catch((error: unknown) => {
        failures.push(error)
        log.error({ part: 'keys', err: error }, 'a credential could not be replaced; it is tried again')
      })
    const all = [installation, ...(await listPractices(parts.database.gate))]
    for (const practice of all)
      await attempt(async () => {
        const isAsked = asked.practices === 'all' || asked.practices?.includes(practice) === true
        const { made, rewrapped, destroyed } = await rotatePracticeKey(parts, practice, now, isAsked)
        done.practices += made && practice !== installation ? 1 : 0
        done.rewrapped += rewrapped
        done.destroyed += destroyed
      })
    await attempt(async () => {
      const isTime = (since: Date) => asked.root === true || isDue(since, rhythms.rootKey, now)
      done.root = await rotateRootKey({ keysDirectory, now, isDue: isTime })
      if (done.root !== null) await note('root key', done.root === 'replaced' ? 'made' : 'destroyed')
    })
    // Last: whoever is put out by it is somebody else.
    await attempt(async () => {
      const isTime = (file: { since: string }) =>
        asked.database === true || isDue(new Date(file.since), rhythms.databasePasswords, now)
      done.database = await rotateRoles(owner(), { keysDirectory, now, isDue: isTime })
      if (done.database !== null) await note('database passwords', done.database === 'closed' ? 'destroyed' : 'made')
    })
    await attempt(async () => {
      if (parts.ownerPasswordFile === null) return
      const { mtime } = await stat(parts.ownerPasswordFile)
      if (asked.database !== true && !isDue(mtime, rhythms.databasePasswords, now)) return
      await replaceOwnerPassword(owner(), parts.ownerPasswordFile)
      await note('database owner', 'made')
    })
    for (const { name, isOverdue } of await listCredentials(keysDirectory, now))
      if (isOverdue) log.warn({ part: name }, 'a credential is older than it may be')
    if (failures.length > 0) throw new AggregateError(failures, 'some credentials could not be replaced')
    return done
  })
}
