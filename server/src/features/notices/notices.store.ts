import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** One that was put away stands open again; one that stands open stays as it is. */
const insert = statement<{ notice: string }>(
  'notice-insert',
  `insert into candour.notice as n (practice, notice, sealed) values ($1, $2, $3)
   on conflict (practice, notice) do update set dismissed_at = null, at = now(), sealed = excluded.sealed
   where n.dismissed_at is not null returning notice`,
)
const list = statement<{ notice: string; at: Date; sealed: Buffer }>(
  'notice-list',
  'select notice, at, sealed from candour.notice where practice = $1 and dismissed_at is null order by at desc limit 50',
)
const dismiss = statement<{ notice: string }>(
  'notice-dismiss',
  'update candour.notice set dismissed_at = now() where practice = $1 and notice = $2 and dismissed_at is null returning notice',
)

export const notices = {
  insert: async (tx: Transaction, notice: string, sealed: Buffer) =>
    (await tx.run(insert, tx.practice, notice, sealed)).length === 1,
  list: (tx: Transaction) => tx.run(list, tx.practice),
  dismiss: async (tx: Transaction, notice: string) => (await tx.run(dismiss, tx.practice, notice)).length === 1,
}
