import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

export type ScrubPhase = 'records' | 'marks' | 'entries' | 'files' | 'done'

export interface ScrubRow {
  /** Of this pass. */
  began_at: Date
  phase: ScrubPhase
  /** The last thing that was looked at, as its phase writes it; empty: none yet. */
  place: string
  looked: number
  /** When a pass was through everything, and when one was and nothing was altered. */
  covered_at: Date | null
  whole_at: Date | null
}

export interface FaultName {
  kind: 'record' | 'entry' | 'file'
  /** Type and id of a record, number of an entry (and of which record, where it is listed wrongly), id of a file. */
  about: string
  /** Of a record; else 0. */
  version: number
}
export type FaultRow = FaultName & {
  found_at: Date
  /** The hash that the ledger says, where its mark is another one or gone. */
  expected: Buffer | null
}

const read = statement<ScrubRow>(
  'scrub-read',
  'select began_at, phase, place, looked, covered_at, whole_at from candour.scrub where practice = $1',
)
const keep = statement(
  'scrub-keep',
  `insert into candour.scrub (practice, began_at, phase, place, looked, covered_at, whole_at) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (practice) do update set began_at = $2, phase = $3, place = $4, looked = $5, covered_at = $6, whole_at = $7`,
)
const faults = statement<FaultRow>(
  'scrub-faults',
  `select kind, about, version, found_at, expected from candour.scrub_fault where practice = $1 and mended_at is null
   order by found_at, about limit 200`,
)
/** One that stands open stays as it is; one that was mended stands open again. */
const add = statement<{ about: string }>(
  'scrub-add-fault',
  `insert into candour.scrub_fault as f (practice, kind, about, version, found_at, expected) values ($1, $2, $3, $4, $5, $6)
   on conflict (practice, kind, about, version) do update set found_at = $5, expected = $6, mended_at = null
   where f.mended_at is not null returning about`,
)
const mend = statement(
  'scrub-mend',
  'update candour.scrub_fault set mended_at = $5 where practice = $1 and kind = $2 and about = $3 and version = $4',
)

export const scrubs = {
  read: async (tx: Transaction) => (await tx.run(read, tx.practice))[0] ?? null,
  keep: (tx: Transaction, row: ScrubRow) =>
    tx.run(keep, tx.practice, row.began_at, row.phase, row.place, row.looked, row.covered_at, row.whole_at),
  faults: (tx: Transaction) => tx.run(faults, tx.practice),
  /** False when it is known. */
  add: async (tx: Transaction, { kind, about, version, found_at: foundAt, expected }: FaultRow) =>
    (await tx.run(add, tx.practice, kind, about, version, foundAt, expected)).length === 1,
  mend: (tx: Transaction, { kind, about, version }: FaultName, now: Date) =>
    tx.run(mend, tx.practice, kind, about, version, now),
}
