import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

export type AlertState = 'open' | 'settled'
/** An alert beside its newest mark; what one of them lacks is null. */
export interface AlertRow {
  alert: string
  state: AlertState | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer
}

interface ToWrite {
  alert: string
  sealed: Buffer
  hash: Buffer
  compartment: string
}

/** One that was marked before is not raised again, whatever became of its row. */
const insert = statement<{ alert: string }>(
  'alert-insert',
  `with m as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Alert', $2, 1, $4, $5)
     on conflict do nothing returning id)
   insert into candour.alert (practice, alert, sealed) select $1, id, $3 from m returning alert`,
)
const update = statement<{ version: number }>(
  'alert-update',
  `with a as (update candour.alert set state = $3, revision = $4, sealed = $5
     where practice = $1 and alert = $2 and revision = $4 - 1 returning alert)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Alert', alert, $4, $6, $7 from a returning version`,
)
const columns = 'k.id as alert, k.hash as mark, a.state, a.revision, a.sealed'
const read = statement<AlertRow>(
  'alert-read',
  `select ${columns}
   from (select id, hash from ledger.mark where practice = $1 and type = 'Alert' and id = $2 order by version desc limit 1) k
     left join candour.alert a on a.practice = $1 and a.alert = k.id`,
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<AlertRow>(
  'alert-list',
  `select ${columns}
   from (select distinct on (id) id, hash from ledger.mark where practice = $1 and type = 'Alert'
     order by id desc, version desc) k left join candour.alert a on a.practice = $1 and a.alert = k.id
   order by a.state is not distinct from 'settled', k.id desc`,
)

export const alerts = {
  /** False when it was raised before. */
  insert: async (tx: Transaction, { alert, sealed, hash, compartment }: ToWrite) =>
    (await tx.run(insert, tx.practice, alert, sealed, compartment, hash)).length === 1,
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(tx: Transaction, row: ToWrite & { state: AlertState; revision: number }) {
    const { alert, state, revision, sealed, compartment, hash } = row
    const written = await tx.run(update, tx.practice, alert, state, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  read: async (tx: Transaction, alert: string) => (await tx.run(read, tx.practice, alert))[0] ?? null,
  list: (tx: Transaction) => tx.run(list, tx.practice),
}
