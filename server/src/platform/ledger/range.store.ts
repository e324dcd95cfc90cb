/** Promise: what is counted of a period is counted from the ledger's own entries, first to last, and bound to them by their hashes. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import { entryColumns as columns, type EntryRow } from './ledger.store.ts'

export interface Range {
  /** Numbers of entries, both included. */
  from: number
  to: number
}

const whole = statement<{ hash: Buffer | null; count: number; first_at: Date | null; last_at: Date | null }>(
  'range-whole',
  `select sha256(string_agg(e.leaf_hash, ''::bytea order by e.number)) as hash, count(*)::int as count,
     min(e.at) as first_at, max(e.at) as last_at
   from ledger.entry e where e.practice = $1 and e.number between $2 and $3`,
)
interface OpenedBy {
  kind: 'member' | 'support' | 'operator'
  /** Null: the operator, by a command. */
  actor: string | null
  records: number
  openings: number
  /** Of the newest of these entries. */
  newest: number
}

const opened = statement<OpenedBy>(
  'range-opened',
  `select e.actor_kind as kind, e.actor, count(distinct s.compartment)::int as records,
     count(distinct e.number)::int as openings, max(e.number)::int as newest
   from ledger.entry e cross join lateral unnest(e.subjects) as s(compartment)
   where e.practice = $1 and e.number between $2 and $3 and e.outcome <> 'refused'
     and ((e.actor_kind in ('member', 'support') and e.actor is not null and e.verb = any($4::text[]))
       or (e.actor_kind = 'operator' and e.verb = any($5::text[])))
   group by e.actor_kind, e.actor`,
)
const ofVerbs = statement<EntryRow>(
  'range-of-verbs',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.number between $2 and $3 and e.verb = any($4::text[])
     and ($5 or e.outcome <> 'refused') order by e.number desc limit $6`,
)

const byOperator = statement<EntryRow>(
  'range-by-operator',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.number between $2 and $3 and e.verb = any($4::text[])
     and e.actor_kind = 'operator' order by e.number desc limit $5`,
)

export const range = {
  whole: async (tx: Transaction, { from, to }: Range) => (await tx.run(whole, tx.practice, from, to))[0]!,
  /** By whom records were opened, in person; and by the operator, whose commands do it by other verbs. */
  opened: (tx: Transaction, { from, to }: Range, verbs: readonly string[], byOperator: readonly string[]) =>
    tx.run(opened, tx.practice, from, to, verbs, byOperator),
  /** Newest first. */
  ofVerbs: (tx: Transaction, { from, to }: Range, verbs: readonly string[], withRefused: boolean, most: number) =>
    tx.run(ofVerbs, tx.practice, from, to, verbs, withRefused, most),
  /** Done by the operator's commands. Newest first. */
  byOperator: (tx: Transaction, { from, to }: Range, verbs: readonly string[], most: number) =>
    tx.run(byOperator, tx.practice, from, to, verbs, most),
}
