import type { RefusedLine } from '@candour/contract/transfers.ts'
import { refusedLines } from './list-transfers.ts'
import type { Workshop } from './run-chunk.ts'
import { transfers } from './transfers.store.ts'

/** The refused lines of a transfer's last step, outside of any request. */
export async function refusedOf(workshop: Workshop, practice: string, transfer: string): Promise<RefusedLine[]> {
  const { inPractice, keysOf, vault, clock } = workshop
  return inPractice(practice, async (tx) => {
    const row = (await transfers.read(tx, transfer))!
    return refusedLines({ tx, vault, keys: await keysOf(tx), now: clock.now() }, row)
  })
}
