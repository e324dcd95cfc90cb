/** Promise: a job is written with the change that wants it, and done once: its effect and its end commit together. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'

const insert = statement(
  'job-insert',
  'insert into candour.job (practice, job, name, run_at, sealed) values ($1, $2, $3, $4, $5)',
)
const waiting = statement<{ practice: string; job: string; name: string; run_at: Date }>(
  'job-waiting',
  `select practice, job, name, run_at from candour.job where handed_over_at is null order by run_at limit 200`,
)
const handedOver = statement(
  'job-handed-over',
  'update candour.job set handed_over_at = clock_timestamp() where practice = $1 and job = $2',
)
const lock = statement<{ sealed: Buffer }>(
  'job-lock',
  'select sealed from candour.job where practice = $1 and job = $2 and done_at is null for update',
)
const name = statement<{ name: string }>('job-name', 'select name from candour.job where practice = $1 and job = $2')
const done = statement(
  'job-done',
  'update candour.job set done_at = clock_timestamp() where practice = $1 and job = $2',
)
const tidyIdempotency = statement(
  'job-tidy-idempotency',
  "delete from candour.idempotency where at < now() - interval '24 hours'",
)
const tidyEvents = statement('job-tidy-events', "delete from candour.event where at < now() - interval '24 hours'")

export const jobRows = {
  insert: (tx: Transaction, job: string, name: string, runAt: Date, sealed: Buffer) =>
    tx.run(insert, tx.practice, job, name, runAt, sealed),
  waiting: (across: Across) => across.run(waiting),
  handedOver: (across: Across, practice: string, job: string) => across.run(handedOver, practice, job),
  /** Null when it was done already, by a try whose end nobody heard of. */
  lock: async (tx: Transaction, job: string) => (await tx.run(lock, tx.practice, job))[0]?.sealed ?? null,
  name: async (across: Across, practice: string, job: string) =>
    (await across.run(name, practice, job))[0]?.name ?? null,
  done: (tx: Transaction, job: string) => tx.run(done, tx.practice, job),
  /** Drops what has had its time: results of retries, and events, after 24 hours. */
  async tidy(across: Across) {
    await across.run(tidyIdempotency)
    await across.run(tidyEvents)
  },
}
