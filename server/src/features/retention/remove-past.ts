import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { removalOf } from '../../platform/ledger/open-entry.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { covers, heldNow } from '../holds/held.ts'
import { retentions } from './retention.store.ts'
import { cutOff, effectiveAt, openRetention } from './sealed-retention.ts'

const step = 500
/** Of one practice in one round; the next goes on. */
const steps = 40

/** In every practice that decided so: the details of entries go once they are past their time and nobody holds them. */
export async function removePast(jobs: Across, work: PracticeWork): Promise<void> {
  for (const practice of await retentions.decided(jobs)) {
    for (let done = 0; done < steps; done += 1) {
      const gone = await work(practice, 'retention.remove', removeStep, ({ removed, from, to }) => ({
        removed,
        from,
        to,
      }))
      if (gone === null || gone.looked < step) break
    }
  }
}

/** Null where there was nothing to remove, and nothing more to look at. */
async function removeStep(
  within: Within,
): Promise<{ removed: number; looked: number; from: number; to: number } | null> {
  const { tx, vault, now } = within
  const held = await heldNow(within)
  if (held.practice) return null
  const decided = await openRetention(within).catch(nothingWhenBroken)
  const facts = decided?.facts ?? null
  if (decided === null || facts === null) return null
  const { lookedTo } = decided
  const from = effectiveAt(facts)
  if (facts.keepYears === null || from === null || from > now) return null
  const cut = cutOff(facts.keepYears, now)
  const next = await retentions.next(tx, lookedTo, step)
  const young = next.findIndex(({ at }) => at >= cut)
  const rows = young === -1 ? next : next.slice(0, young)
  if (rows.length === 0) return null
  const going = rows.filter(
    ({ detail, subjects, actor }) =>
      detail !== null && !covers(held, { patients: subjects, members: [actor, ...subjects] }),
  )
  const removed = await retentions.remove(
    tx,
    going.map(({ number }) => number),
    going.map((row) => vault.bind('entry-removed', removalOf(tx.practice, row, now))),
    now,
  )
  await retentions.looked(tx, rows.at(-1)!.number)
  return { removed, looked: rows.length, from: rows[0]!.number, to: rows.at(-1)!.number }
}

/** What was altered outside Candour decides nothing. */
function nothingWhenBroken(error: unknown): null {
  if (error instanceof SealBroken) return null
  throw error
}
