import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Vault } from '../../platform/vault/vault.ts'
import { installation } from '../accounts/installation.ts'
import { insideOf } from '../checks/check-place.ts'
import type { Check, Finding } from '../checks/check.ts'
import { listCredentials, rhythms } from './credentials.ts'
import { namedOfInstallation, namedOfPractice } from './names-version.store.ts'

const day = 86_400_000

/** Every version that a row names is in the keyring and opens, and none is older than it may be (P24, P31). */
export const practiceKeyHealth: Check = {
  name: 'practice-keys',
  title: 'The practice’s keys are there, open, and are replaced in time',
  of: 'practice',
  everySeconds: 60,
  async run(at) {
    const { tx } = insideOf(at)
    return judge(at.vault, tx.practice, await namedOfPractice(tx), at.now)
  },
}

/** The same of the installation's own, of the root key, and of who may read their files. */
export const installationKeyHealth: Check = {
  name: 'installation-keys',
  title: 'The server’s own keys are there, open, are replaced in time, and nobody else reads them',
  of: 'installation',
  everySeconds: 300,
  async run({ database, vault, config, now }) {
    const open = await readableByOthers(config.keys)
    if (open > 0)
      return {
        state: 'failing',
        what: 'Others on the server may read files of keys. For whoever runs it: chmod -R go= on their folder.',
      }
    const own = await judge(vault, installation, await namedOfInstallation(database.gate), now)
    if (own.state === 'failing') return own
    const old = (await listCredentials(config.keys, now)).filter(
      ({ name, isOverdue }) => isOverdue && !name.startsWith('keys '),
    )
    if (old.length > 0)
      return {
        state: 'failing',
        what: `Older than it may be: ${old.map(({ name }) => name).join(', ')}. For whoever runs the server: candour rotate.`,
      }
    return own
  },
}

async function judge(vault: Vault, practice: string, named: readonly number[], now: Date): Promise<Finding> {
  const failing = (what: string) => ({ state: 'failing', what }) as const
  const there = await vault.listPracticeKeys(practice)
  const missing = named.find((version) => !there.some((one) => one.version === version))
  if (missing !== undefined)
    return failing(
      `Version ${missing} of the key is missing, and records are sealed under it. Tell whoever runs the server.`,
    )
  for (const { version } of there) {
    const opens = await vault.provePracticeKey(practice, version).then(
      () => true,
      () => false,
    )
    if (!opens) return failing(`Version ${version} of the key does not open. Tell whoever runs the server.`)
  }
  const ages = there.map(({ createdAt }) => Math.floor((now.getTime() - createdAt.getTime()) / day))
  const newest = ages.at(-1) ?? 0
  const facts = { versions: there.length, newestDays: newest, oldestDays: ages[0] ?? 0 }
  const isLate = newest > rhythms.practiceKeys.atMost
  if (isLate) return { ...failing(`The key is ${newest} days old, and should have been replaced by now.`), facts }
  if (ages.slice(0, -1).some((age) => age > rhythms.olderVersions.atMost))
    return { ...failing('A version that was replaced should have been destroyed by now.'), facts }
  return { state: 'well', what: `Every key that is needed opens; the newest was made ${madeWhen(newest)}.`, facts }
}

function madeWhen(days: number): string {
  return days === 0 ? 'within a day' : days === 1 ? 'a day ago' : `${days} days ago`
}

/** How many files and folders of the keys anybody but their owner may read, or the keyring's at whatever depth. */
async function readableByOthers(keys: string): Promise<number> {
  const names = await readdir(keys, { recursive: true })
  // A certificate is for everybody to see.
  const paths = [keys, ...names.filter((name) => !name.endsWith('certificate.pem')).map((name) => join(keys, name))]
  let open = 0
  for (const path of paths) {
    // Replaced while it is looked at.
    const mode = await stat(path).then(
      (found) => found.mode,
      () => 0,
    )
    if ((mode & 0o077) !== 0) open += 1
  }
  return open
}
