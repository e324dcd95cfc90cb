import { statement } from '../../platform/database/statement.ts'
import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

const insert = statement(
  'mail-insert',
  'insert into candour.mail (practice, mail, account, kind, not_after, sealed) values ($1, $2, $3, $4, $5, $6)',
)
const due = statement<{ practice: string; mail: string }>(
  'mail-due',
  `select practice, mail from candour.mail where state = 'waiting' and next_at <= clock_timestamp() order by next_at limit 50`,
)
export interface ClaimedMail {
  account: string | null
  kind: string
  attempts: number
  is_over: boolean
  sealed: Buffer
}
/** The next try is set before this one is made: a process that dies in between leaves it to the next. */
const claim = statement<ClaimedMail>(
  'mail-claim',
  `update candour.mail set attempts = attempts + 1,
     next_at = clock_timestamp() + least(interval '30 seconds' * power(2, least(attempts, 12)), interval '1 hour')
   where practice = $1 and mail = $2 and state = 'waiting' and next_at <= clock_timestamp()
   returning account, kind, attempts, not_after < clock_timestamp() as is_over, sealed`,
)
const settle = statement(
  'mail-settle',
  `update candour.mail set state = $3, settled_at = clock_timestamp(), sealed = null
   where practice = $1 and mail = $2 and state = 'waiting'`,
)
const tidy = statement(
  'mail-tidy',
  "delete from candour.mail where state <> 'waiting' and settled_at < clock_timestamp() - interval '30 days'",
)
const waiting = statement<{ practice: string; mail: string; account: string | null; created_at: Date }>(
  'mail-waiting',
  `select practice, mail, account, created_at from candour.mail where state = 'waiting' order by created_at desc limit 100`,
)
const read = statement<{ sealed: Buffer | null }>(
  'mail-read',
  'select sealed from candour.mail where practice = $1 and mail = $2',
)

export const mails = {
  insert: (
    tx: Transaction,
    row: { mail: string; account: string | null; kind: string; notAfter: Date; sealed: Buffer },
  ): void => tx.send(insert, [tx.practice, row.mail, row.account, row.kind, row.notAfter, row.sealed]),
  due: (jobs: Across) => jobs.run(due),
  /** Null when another has it, or it is settled. */
  claim: async (tx: Transaction, mail: string) => (await tx.run(claim, tx.practice, mail))[0] ?? null,
  settle: (tx: Transaction, mail: string, state: 'sent' | 'failed') => tx.run(settle, tx.practice, mail, state),
  async tidy(jobs: Across) {
    await jobs.run(tidy)
  },
  waiting: (gate: GateTransaction) => gate.run(waiting),
  read: async (tx: Transaction, mail: string) => (await tx.run(read, tx.practice, mail))[0]?.sealed ?? null,
}
