import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { covers, heldNow } from '../holds/held.ts'
import { openDraft, subjectsOf } from './draft.ts'
import { binned, drafts } from './drafts.store.ts'

/**
 * Drafts that have lain in the bin for 30 days go for good: the row, and the key without which no copy of it opens. One that is
 * held, by its patient or by who wrote it, stays until it is not.
 */
export async function emptyBin(jobs: Across, work: PracticeWork): Promise<void> {
  for (let after = ''; ;) {
    const page = await binned(jobs, after)
    for (const { practice, draft, compartment } of page) {
      await work(practice, 'draft.empty-bin', async (within) => {
        const held = await heldNow(within)
        const row = await drafts.lockBinned(within.tx, draft)
        if (row === null) return null
        const about = { patients: subjectsOf((await openDraft(within, row)).facts), members: [row.member] }
        if (covers(held, about)) return null
        await drafts.remove(within.tx, draft)
        await destroyCompartment(within, compartment, about)
        return true
      })
    }
    if (page.length === 0) return
    after = page.at(-1)!.draft
  }
}
