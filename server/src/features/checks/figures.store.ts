import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

const clock = statement<{ now: Date }>('figures-clock', 'select clock_timestamp() as now')
const size = statement<{ bytes: number }>(
  'figures-size',
  'select pg_catalog.pg_database_size(pg_catalog.current_database()) as bytes',
)
const age = (time: string) => `coalesce(extract(epoch from clock_timestamp() - ${time}), 0)::float8`
const jobs = statement<{ late: number; dead: number; mail: number }>(
  'figures-jobs',
  `select greatest(0, ${age('(select run_at from candour.job where done_at is null order by run_at limit 1)')}) as late,
     (select count(*)::int from boss.job where state = 'failed') as dead,
     ${age("(select min(created_at) from candour.mail where state = 'waiting')")} as mail`,
)
const ledger = statement<{ waiting: number; leading: boolean }>(
  'figures-ledger',
  `select ${age('(select min(at) from ledger.queue where xid >= (select xid from ledger.position))')} as waiting,
     exists (select from ops.lease where name = 'ledger.sequencer' and expires_at > clock_timestamp()) as leading`,
)

export const figures = {
  /** By the database's clock. */
  now: async (across: Across) => (await across.run(clock))[0]!.now,
  databaseBytes: async (across: Across) => (await across.run(size))[0]!.bytes,
  /** Seconds by which the oldest job is late and for which the oldest mail waits, and jobs that were given up. */
  jobs: async (jobsRole: Across) => (await jobsRole.run(jobs))[0]!,
  /** Seconds for which the oldest row waits for its number, and whether somebody numbers. */
  ledger: async (sequencer: Across) => (await sequencer.run(ledger))[0]!,
}
