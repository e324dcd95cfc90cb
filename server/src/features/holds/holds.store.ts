import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** A hold beside its newest mark; what one of them lacks is null. */
export interface HoldRow {
  hold: string
  revision: number | null
  sealed: Buffer | null
  mark: Buffer
}

/**
 * The order of locks (decision 0035): first the practice's row, then what is destroyed. Whoever destroys shares the row, whoever
 * places a hold has it alone; rows of other tables, which refer to it, wait for neither.
 */
const share = statement('hold-share', 'select from candour.practice where practice = $1 for share')
const alone = statement('hold-alone', 'select from candour.practice where practice = $1 for no key update')
const insert = statement(
  'hold-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Hold', $2, 1, $4, $5))
   insert into candour.hold (practice, hold, sealed) values ($1, $2, $3)`,
)
const update = statement<{ version: number }>(
  'hold-update',
  `with u as (update candour.hold set revision = $3, sealed = $4
     where practice = $1 and hold = $2 and revision = $3 - 1 returning hold)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Hold', hold, $3, $5, $6 from u returning version`,
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<HoldRow>(
  'hold-list',
  `select k.id as hold, k.hash as mark, h.revision, h.sealed
   from (select distinct on (id) id, hash from ledger.mark where practice = $1 and type = 'Hold'
     order by id desc, version desc) k left join candour.hold h on h.practice = $1 and h.hold = k.id order by k.id desc`,
)

interface HoldToWrite {
  hold: string
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  compartment: string
}

export const holds = {
  /** Nobody places a hold until the end of this transaction. */
  share: (tx: Transaction) => tx.run(share, tx.practice),
  /** Nobody destroys anything until the end of this transaction. */
  alone: (tx: Transaction) => tx.run(alone, tx.practice),
  insert: (tx: Transaction, { hold, sealed, hash, compartment }: HoldToWrite) =>
    tx.run(insert, tx.practice, hold, sealed, compartment, hash),
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(tx: Transaction, { hold, revision, sealed, hash, compartment }: HoldToWrite & { revision: number }) {
    const written = await tx.run(update, tx.practice, hold, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  list: (tx: Transaction) => tx.run(list, tx.practice),
}
