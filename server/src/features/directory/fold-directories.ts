import type { Across } from '../../platform/database/workspace.ts'
import { holdLease, releaseLease } from '../../platform/jobs/lease.store.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { newId } from '../../platform/vault/ids.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { practicesDue, rebuilds } from './directory.store.ts'
import { foldDirectory } from './fold-directory.ts'
import { rebuildDirectory } from './rebuild-directory.ts'

/** Rows that are opened one by one at every first look: worth folding from here on. */
const worthFolding = 256
const lease = 'directory.fold'
const leaseSeconds = 120

/**
 * Every hour, at one node: folds the directories that need it. The lease saves double work; that nothing is folded twice
 * is held by the practice's lock and the mark's key. What fails at one practice keeps no other waiting.
 */
export async function foldDirectories(jobs: Across, work: PracticeWork): Promise<void> {
  const holder = newId()
  const hold = () => holdLease(jobs, lease, holder, leaseSeconds)
  if ((await hold()) === null) return
  const failures: unknown[] = []
  try {
    for (const practice of await rebuilds.practices(jobs)) await rebuildDirectory(work, practice, null)
    for (const practice of await practicesDue(jobs, worthFolding)) {
      try {
        do if ((await hold()) === null) return
        while ((await work(practice, 'directory.fold', foldDirectory)) !== null)
      } catch (error) {
        if (error instanceof SealBroken) await rebuildDirectory(work, practice, 'now')
        else failures.push(error)
      }
    }
  } finally {
    await releaseLease(jobs, lease, holder)
  }
  if (failures.length > 0) throw new AggregateError(failures, 'directories could not be folded')
}
