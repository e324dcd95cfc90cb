/**
 * Promise: the list by record says of each entry what the entry itself says, both ways: an entry that is not listed where it
 * belongs, or is listed where it does not, is found.
 */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'

export interface Posting {
  compartment: string
  number: number
}

const missing = statement<Posting>(
  'posting-missing',
  `select s.compartment, e.number from ledger.entry e cross join lateral unnest(e.subjects) as s(compartment)
   where e.practice = $1 and e.number > $2 and e.number <= $3 and not exists (select from ledger.posting p
     where p.practice = e.practice and p.compartment = s.compartment and p.number = e.number) order by e.number`,
)
/** One of an entry that is gone is no fault of its own: the entry is missed by its number. */
const after = statement<Posting & { fits: boolean }>(
  'posting-after',
  `select p.compartment, p.number, case when e.number is null then p.number between 1 and (select size from ledger.head where practice = $1)
     else p.compartment = any(e.subjects) end as fits
   from (select compartment, number from ledger.posting
     where practice = $1 and ($2::uuid is null or (compartment, number) > ($2, $3::bigint)) order by compartment, number limit $4) p
   left join ledger.entry e on e.practice = $1 and e.number = p.number order by p.compartment, p.number`,
)
const agrees = statement<{ agrees: boolean }>(
  'posting-agrees',
  `select exists (select from ledger.posting where practice = $1 and compartment = $2 and number = $3)
     = exists (select from ledger.entry where practice = $1 and number = $3 and $2 = any(subjects)) as agrees`,
)

export const postings = {
  /** Those that the entries after one number, up to another, should have and have not. */
  missing: (tx: Transaction, from: number, to: number) => tx.run(missing, tx.practice, from, to),
  /** A page, in an order of its own, and whether their entries say the same. */
  after: (tx: Transaction, last: Posting | null, most: number) =>
    tx.run(after, tx.practice, last?.compartment ?? null, last?.number ?? null, most),
  agrees: async (tx: Transaction, { compartment, number }: Posting) =>
    (await tx.run(agrees, tx.practice, compartment, number))[0]!.agrees,
}
