import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { blobWrittenAt, listBlobPractices, listBlobs } from '../../platform/blobs/list-blobs.ts'
import { removeBlob } from '../../platform/blobs/remove-blob.ts'
import { discardStaged, listStaged } from '../../platform/blobs/staged-blobs.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { isOwnId } from '../../platform/vault/ids.ts'
import { unfinished } from './files.store.ts'

/** Longer than any upload: what has lain still for so long belongs to none that is running. */
const patienceMs = 24 * 3_600_000

export interface Leftovers {
  /** Half written files. */
  staged: number
  /** Whole files that no row names: their upload ended between the file and the row. */
  blobs: number
  /** Announced files whose bytes never came. */
  announced: number
}

/**
 * Removes what uploads that were killed have left. A practice that this database has never heard of is left alone: then
 * it is the database that is the wrong one.
 */
export async function collectLeftovers(
  store: BlobStore,
  jobs: Across,
  work: PracticeWork,
  now: Date,
): Promise<Leftovers> {
  const before = now.getTime() - patienceMs
  const collected: Leftovers = { staged: 0, blobs: 0, announced: 0 }
  for (const staged of await listStaged(store)) {
    if (staged.changedAt.getTime() < before && (await discardStaged(store, staged))) collected.staged += 1
  }
  for (const practice of await listBlobPractices(store)) {
    if (!isOwnId(practice) || !(await unfinished.knowsPractice(jobs, practice))) continue
    for await (const ids of listBlobs(store, practice)) {
      for (const id of await unfinished.notKept(jobs, practice, ids)) {
        const writtenAt = await blobWrittenAt(store, { practice, id })
        if (writtenAt === undefined || writtenAt.getTime() >= before) continue
        if (await removeBlob(store, { practice, id })) collected.blobs += 1
      }
    }
  }
  for (const { practice, blob } of await unfinished.list(jobs)) {
    const gone = await work(practice, 'file.forget-unfinished', async ({ tx }) =>
      (await unfinished.forget(tx, blob)) ? true : null,
    )
    if (gone === true) collected.announced += 1
  }
  return collected
}
