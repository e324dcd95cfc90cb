import type { Database } from '../../platform/database/database.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { noteRotation, type Rotation } from '../../platform/rotation-log.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { installation } from '../accounts/installation.ts'
import { rewrapAccounts } from '../accounts/rewrap-accounts.ts'
import { rewrapCompartments, type Rewrapped } from '../compartments/rewrap-compartments.ts'
import { rewrapSupport } from '../support/rewrap-support.ts'
import { isDue, rhythms } from './credentials.ts'
import { needsOlderOfInstallation, needsOlderOfPractice } from './names-version.store.ts'

/** Milliseconds for which a version is kept after the next one was made: whoever had it at hand has ended by then. */
const versionStays = 3_600_000

export interface KeyParts {
  database: Pick<Database, 'inPractice' | 'gate'>
  vault: Vault
  work: PracticeWork
  log: Log
  /** The folder of the keys. */
  keysDirectory: string
  by: Rotation['by']
}

interface RotatedKey {
  made: boolean
  rewrapped: number
  destroyed: number
  /** Compartments whose wrapping doesn't open: the version that they name is kept. */
  broken: number
}

/**
 * A practice's key (or the installation's own) gets its next version where that is due or asked for; what older ones wrap
 * is wrapped by it; and an older one is destroyed when nothing names it any more. Every part can be ended at any moment:
 * what is to be done is read off the keyring and the rows.
 */
export async function rotatePracticeKey(
  parts: KeyParts,
  practice: string,
  now: Date,
  isAsked = false,
): Promise<RotatedKey> {
  const { vault } = parts
  const before = (await vault.listPracticeKeys(practice)).at(-1)
  if (before === undefined) return { made: false, rewrapped: 0, destroyed: 0, broken: 0 }
  const made = isAsked || isDue(before.createdAt, rhythms.practiceKeys, now)
  if (made) {
    await entered(parts, practice, 'key.make', () => vault.rotatePracticeKey(practice))
    await note(parts, practice, now, 'made', before.version + 1)
  }
  const versions = await vault.listPracticeKeys(practice)
  const newest = versions.at(-1)!
  if (versions.length === 1) return { made, rewrapped: 0, destroyed: 0, broken: 0 }
  const { rewrapped, broken } = await rewrap(parts, practice, newest.version)
  if (broken.length > 0)
    parts.log.error({ part: 'keys', count: broken.length }, 'keys do not open: the version that wraps them is kept')
  const isOver = now.getTime() - newest.createdAt.getTime() >= versionStays
  const older = isOver && !(await isNamedBefore(parts, practice, newest.version)) ? versions.slice(0, -1) : []
  for (const { version } of older) {
    await entered(parts, practice, 'key.destroy', () => vault.destroyPracticeKeyVersion(practice, version))
    await note(parts, practice, now, 'destroyed', version)
  }
  return { made, rewrapped, destroyed: older.length, broken: broken.length }
}

async function rewrap({ database, vault }: KeyParts, practice: string, version: number): Promise<Rewrapped> {
  if (practice !== installation)
    return rewrapCompartments({ inPractice: database.inPractice, vault }, practice, version)
  const accounts = await rewrapAccounts(database.gate, vault, version)
  const support = await rewrapSupport(database.gate, vault, version)
  return { rewrapped: accounts.rewrapped + support.rewrapped, broken: [...accounts.broken, ...support.broken] }
}

/** By the rows themselves, whoever forgot to wrap them again: a version that one of them names is not destroyed. */
function isNamedBefore({ database }: KeyParts, practice: string, version: number): Promise<boolean> {
  return practice === installation
    ? needsOlderOfInstallation(database.gate, version)
    : database.inPractice(practice, (tx) => needsOlderOfPractice(tx, version))
}

/** In the practice's ledger; the installation's own key belongs to none, and stands in the log alone. */
async function entered(parts: KeyParts, practice: string, verb: string, act: () => Promise<unknown>): Promise<void> {
  if (practice === installation) await act()
  else await parts.work(practice, verb, async () => act().then(() => true))
}

function note(parts: KeyParts, practice: string, now: Date, did: Rotation['did'], version: number): Promise<void> {
  const isOwn = practice === installation
  const what = isOwn ? 'installation key' : 'practice key'
  return noteRotation(parts.keysDirectory, parts.log, now, {
    what,
    did,
    version,
    by: parts.by,
    ...(isOwn ? {} : { practice }),
  })
}
