/** Promise: how many records somebody touched is counted from the ledger's own entries. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import { entryColumns as columns, type EntryRow } from './ledger.store.ts'

const asked = `e.practice = $1 and ($2::uuid is null or e.actor = $2) and e.actor_kind in ('member', 'support')
     and e.at >= $3::timestamptz and e.at <= $4::timestamptz and e.outcome <> 'refused' and e.verb = any($5::text[])`

const count = statement<{ people: number; records: number; first: number | null; last: number | null }>(
  'touched-count',
  `select count(distinct s.compartment)::int as people, count(distinct e.number)::int as records,
     min(e.number)::int as first, max(e.number)::int as last
   from ledger.entry e cross join lateral unnest(e.subjects) as s(compartment) where ${asked}`,
)
const list = statement<EntryRow>(
  'touched-list',
  `select ${columns} from ledger.entry e where ${asked} and cardinality(e.subjects) > 0 order by e.number desc limit $6`,
)

export const touchedRecords = {
  /** By one member or one request of support; null: by any. `people`: different compartments; `records`: entries. */
  count: async (tx: Transaction, actor: string | null, from: string, to: string, verbs: readonly string[]) =>
    (await tx.run(count, tx.practice, actor, from, to, verbs))[0]!,
  /** The entries that were counted, newest first. */
  list: (tx: Transaction, actor: string | null, from: string, to: string, verbs: readonly string[], most: number) =>
    tx.run(list, tx.practice, actor, from, to, verbs, most),
}
