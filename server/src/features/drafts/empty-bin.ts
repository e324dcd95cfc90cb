import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { binned, drafts } from './drafts.store.ts'

/** Drafts that have lain in the bin for 30 days go for good: the row, and the key without which no copy of it opens. */
export async function emptyBin(jobs: Across, work: PracticeWork): Promise<void> {
  for (const { practice, draft, compartment } of await binned(jobs)) {
    await work(practice, 'draft.empty-bin', async (within) => {
      if (!(await drafts.removeBinned(within.tx, draft))) return null
      await destroyCompartment(within, compartment)
      return true
    })
  }
}
