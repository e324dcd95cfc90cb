import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { letGoOfBytes } from './transfer-compartment.ts'
import { openTransfer, saveTransfer } from './transfer-facts.ts'
import { transfers } from './transfers.store.ts'

/** Exports that had their 24 hours, and imports that nobody went on with: the bytes go, and their key. */
export async function expireTransfers(blobs: BlobStore, jobs: Across, work: PracticeWork): Promise<void> {
  for (const { practice, transfer } of await transfers.expired(jobs)) {
    await work(practice, 'transfer.expire', async (within) => {
      const row = await transfers.lock(within.tx, transfer)
      if (row === null || row.compartment === null) return null
      const facts = { ...openTransfer(within, row), content: null }
      const gone = await letGoOfBytes(within, blobs, row)
      const state = row.state === 'done' ? 'done' : 'cancelled'
      await saveTransfer(within, row, facts, { ...gone, state, ended_at: row.ended_at ?? within.now })
      return true
    })
  }
}
