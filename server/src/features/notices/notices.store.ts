import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

const insert = statement(
  'notice-insert',
  'insert into candour.notice (practice, notice, sealed) values ($1, $2, $3) on conflict do nothing',
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
  insert: (tx: Transaction, notice: string, sealed: Buffer) => tx.run(insert, tx.practice, notice, sealed),
  list: (tx: Transaction) => tx.run(list, tx.practice),
  dismiss: async (tx: Transaction, notice: string) => (await tx.run(dismiss, tx.practice, notice)).length === 1,
}
