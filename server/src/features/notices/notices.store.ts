import type { Level } from '@candour/contract/permissions.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** One that was put away stands open again; one that stands open stays as it is. */
const insert = statement<{ notice: string }>(
  'notice-insert',
  `insert into candour.notice as n (practice, notice, sealed, for_level) values ($1, $2, $3, $4)
   on conflict (practice, notice) do update set dismissed_at = null, at = now(), sealed = excluded.sealed
   where n.dismissed_at is not null returning notice`,
)
const list = statement<{ notice: string; at: Date; sealed: Buffer }>(
  'notice-list',
  'select notice, at, sealed from candour.notice where practice = $1 and dismissed_at is null and for_level <= $2 order by at desc limit 50',
)
const read = statement<{ sealed: Buffer; at: Date }>(
  'notice-read',
  'select sealed, at from candour.notice where practice = $1 and notice = $2',
)
const dismiss = statement<{ notice: string }>(
  'notice-dismiss',
  'update candour.notice set dismissed_at = now() where practice = $1 and notice = $2 and for_level <= $3 and dismissed_at is null returning notice',
)

export const notices = {
  insert: async (tx: Transaction, notice: string, sealed: Buffer, forLevel: Level) =>
    (await tx.run(insert, tx.practice, notice, sealed, forLevel)).length === 1,
  list: (tx: Transaction, level: Level) => tx.run(list, tx.practice, level),
  read: async (tx: Transaction, notice: string) => (await tx.run(read, tx.practice, notice))[0] ?? null,
  /** Put away by those alone whom it is shown to. */
  dismiss: async (tx: Transaction, notice: string, level: Level) =>
    (await tx.run(dismiss, tx.practice, notice, level)).length === 1,
}
