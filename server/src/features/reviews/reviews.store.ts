import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** A review beside its mark; what is not there any more is null. */
export interface ReviewRow {
  review: string
  number: number
  sealed: Buffer | null
  mark: Buffer
}

/** Its number is the mark's version, so that a row that was taken away leaves its number behind. */
const insert = statement<{ review: string }>(
  'review-insert',
  `with r as (insert into candour.review (practice, review, number, sealed) values ($1, $2, $3, $4)
     on conflict do nothing returning review, number)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Review', review, number, $5, $6 from r returning id as review`,
)
const columns = 'k.id as review, k.version as number, k.hash as mark, r.sealed'
const joined = 'left join candour.review r on r.practice = k.practice and r.review = k.id and r.number = k.version'
const list = statement<ReviewRow>(
  'review-list',
  `select ${columns} from ledger.mark k ${joined} where k.practice = $1 and k.type = 'Review' order by k.version desc limit 200`,
)
const read = statement<ReviewRow>(
  'review-read',
  `select ${columns} from ledger.mark k ${joined} where k.practice = $1 and k.type = 'Review' and k.id = $2 limit 1`,
)

export const reviews = {
  /** Throws `record.changed_meanwhile` for a number that another has. */
  async insert(
    tx: Transaction,
    row: { review: string; number: number; sealed: Buffer; compartment: string; hash: Buffer },
  ) {
    const { review, number, sealed, compartment, hash } = row
    const written = await tx.run(insert, tx.practice, review, number, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  /** Newest first. */
  list: (tx: Transaction) => tx.run(list, tx.practice),
  read: async (tx: Transaction, review: string) => (await tx.run(read, tx.practice, review))[0] ?? null,
}
