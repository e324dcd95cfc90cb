import type { AlertDay } from '@candour/contract/alerts.ts'
import { routineVerbs, type Entry } from '@candour/contract/entries.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { didBetween } from '../../platform/ledger/look-through.store.ts'
import type { AlertFacts } from './sealed-alert.ts'
import { hour } from './seen.ts'

const most = 1_000

/** What the member did in the day around an alert: when, and of which kind; whose records it was the entries alone tell. */
export async function memberDay(
  within: Within,
  { member, number, at, entries, facts }: AlertFacts,
): Promise<AlertDay | null> {
  if (member === null) return null
  const marked = new Set(entries)
  const [from, to] = [new Date(Date.parse(at) - 16 * hour), new Date(Date.parse(at) + 8 * hour)]
  const rows = await didBetween(within.tx, { member, number, from, to }, routineVerbs, most)
  const { usualFrom, usualTo } = facts
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    points: rows.map((row) => ({
      at: row.at.toISOString(),
      kind: row.outcome as Entry['kind'],
      marked: marked.has(row.number),
    })),
    usual: usualFrom === undefined ? null : { from: Number(usualFrom), to: Number(usualTo) },
  }
}
