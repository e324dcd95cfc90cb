import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { covers, heldNow } from '../holds/held.ts'
import { aboutRefused, letGoOfBytes, letGoOfRefused } from './transfer-compartment.ts'
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

/** After which refused lines are no longer kept: they may say something of a patient who was erased since. */
const refusedDays = 30

/** Refused lines that were kept long enough: they go, and their key, unless they are held. */
export async function expireRefused(jobs: Across, work: PracticeWork): Promise<void> {
  for (let after = ''; ;) {
    const page = await transfers.refusedLong(jobs, refusedDays, after)
    for (const { practice, transfer } of page) {
      await work(practice, 'transfer.expire', async (within) => {
        const held = await heldNow(within)
        const row = (await transfers.lock(within.tx, transfer))!
        const about = aboutRefused(row)
        if (covers(held, about)) return null
        await saveTransfer(within, row, openTransfer(within, row), await letGoOfRefused(within, row, about))
        return true
      })
    }
    if (page.length === 0) return
    after = page.at(-1)!.transfer
  }
}
