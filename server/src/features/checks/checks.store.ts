import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'

export type CheckState = 'well' | 'failing'

export interface StateRow {
  name: string
  state: CheckState
  since: Date
  last_run_at: Date
  asked_at: Date | null
}
export interface SealedStateRow extends StateRow {
  revision: number
  sealed: Buffer
}
interface OpenStateRow extends StateRow {
  what: string
  facts: Record<string, string | number>
}
export interface SealedChangeRow {
  change: string
  name: string
  at: Date
  state: CheckState
  sealed: Buffer
}

const columns = 'name, state, since, last_run_at, asked_at'
const list = statement<SealedStateRow>(
  'check-list',
  `select ${columns}, revision, sealed from candour.check_state where practice = $1 order by name`,
)
/** All that were found in one look. */
const keep = statement<{ name: string }>(
  'check-keep',
  `insert into candour.check_state as c (practice, name, state, since, last_run_at, fence, revision, sealed)
   select $1, found.name, found.state, found.since, $2, $3, found.revision, found.sealed
   from unnest($4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::bytea[]) as found(name, state, since, revision, sealed)
   on conflict (practice, name) do update set state = excluded.state, since = excluded.since, last_run_at = excluded.last_run_at,
     asked_at = null, fence = excluded.fence, revision = excluded.revision, sealed = excluded.sealed
   where c.fence <= excluded.fence returning name`,
)
const change = statement(
  'check-change',
  'insert into candour.check_change (practice, change, name, at, state, sealed) values ($1, $2, $3, $4, $5, $6)',
)
const history = statement<SealedChangeRow>(
  'check-history',
  `select change, name, at, state, sealed from candour.check_change where practice = $1
   and (at >= $2 or change in (select distinct on (name) change from candour.check_change
     where practice = $1 and at < $2 order by name, at desc)) order by at desc limit 2000`,
)
const ask = statement<{ name: string }>(
  'check-ask',
  'update candour.check_state set asked_at = $3 where practice = $1 and name = $2 returning name',
)

/** Of one practice. */
export const practiceChecks = {
  list: (tx: Transaction) => tx.run(list, tx.practice),
  /** False for an outdated fence: not all of them were written, and the transaction is to be given up. */
  async keep(
    tx: Transaction,
    at: Date,
    rows: readonly Pick<SealedStateRow, 'name' | 'state' | 'since' | 'revision' | 'sealed'>[],
    fence: number,
  ) {
    const column = <Name extends keyof (typeof rows)[number]>(name: Name) => rows.map((row) => row[name])
    const columns = [column('name'), column('state'), column('since'), column('revision'), column('sealed')]
    return (await tx.run(keep, tx.practice, at, fence, ...columns)).length === rows.length
  },
  change: (tx: Transaction, row: SealedChangeRow) =>
    tx.run(change, tx.practice, row.change, row.name, row.at, row.state, row.sealed),
  /** Newest first: since a time, and the last of each check before it. */
  history: (tx: Transaction, since: Date) => tx.run(history, tx.practice, since),
  ask: async (tx: Transaction, name: string, now: Date) => (await tx.run(ask, tx.practice, name, now)).length === 1,
}

/** How a practice stands: by times, and by how far its ledger has grown. */
export interface Standing {
  practice: string
  /** Checks that were made there at least once. */
  made: number
  asked: boolean
  /** Seconds since 1970: when the first of its checks is due, by its rhythm here; would be, were there few practices; and counts as failing. */
  due: number | null
  early: number | null
  stale: number | null
  size: number | null
}
const ofCheck = (list: string) =>
  `extract(epoch from last_run_at) + (${list}::float8[])[array_position($1::text[], name)]`
const standing = statement<Standing>(
  'check-standing',
  `select p.practice, s.*, h.size from candour.practice p
     cross join lateral (select count(*)::int as made, coalesce(bool_or(asked_at is not null or last_run_at > $5), false) as asked,
         min(${ofCheck('$2')})::float8 as due, min(${ofCheck('$3')})::float8 as early, min(${ofCheck('$4')})::float8 as stale
       from candour.check_state c where c.practice = p.practice and c.name = any($1)) s
     left join ledger.head h on h.practice = p.practice order by p.practice`,
)
const practices = statement<{ count: number }>(
  'check-practices',
  'select count(practice)::int as count from candour.practice',
)
export interface Counted {
  name: string
  well: number
  failing: number
  stale: number
  /** Seconds since 1970 at which the one ran that ran longest ago. */
  oldest: number
}
const count = statement<Counted>(
  'check-count',
  `with c as (select name, state, extract(epoch from last_run_at)::float8 as ran, last_run_at < ($2::timestamptz[])[array_position($1::text[], name)] as late
     from candour.check_state where name = any($1))
   select name, count(*) filter (where not late and state = 'well')::int as well,
     count(*) filter (where not late and state = 'failing')::int as failing,
     count(*) filter (where late)::int as stale, min(ran) as oldest from c group by name`,
)
const listOwn = statement<OpenStateRow>('check-list-own', `select ${columns}, what, facts from ops.check_state`)
const keepOwn = statement<{ name: string }>(
  'check-keep-own',
  `insert into ops.check_state as c (name, state, since, last_run_at, fence, what, facts) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (name) do update set state = $2, since = $3, last_run_at = $4, asked_at = null, fence = $5, what = $6, facts = $7
   where c.fence <= $5 returning name`,
)
const changeOwn = statement(
  'check-change-own',
  'insert into ops.check_change (change, name, at, state, what) values ($1, $2, $3, $4, $5)',
)
const historyOwn = statement<{ name: string; at: Date; state: CheckState; what: string }>(
  'check-history-own',
  `select name, at, state, what from ops.check_change where at >= $1 or change in (select distinct on (name) change
     from ops.check_change where at < $1 order by name, at desc) order by at desc limit 2000`,
)
const askOwn = statement<{ name: string }>(
  'check-ask-own',
  'update ops.check_state set asked_at = $2 where name = $1 returning name',
)

/** Of the installation; and how the practices stand, by times and states. */
export const ownChecks = {
  list: (jobs: Across) => jobs.run(listOwn),
  /** How many practices there are. */
  practices: async (jobs: Across) => (await jobs.run(practices))[0]!.count,
  /** Of every practice. */
  standing: (
    jobs: Across,
    checks: readonly { name: string; due: number; early: number; stale: number }[],
    ahead: Date,
  ) =>
    jobs.run(
      standing,
      checks.map(({ name }) => name),
      checks.map(({ due }) => due),
      checks.map(({ early }) => early),
      checks.map(({ stale }) => stale),
      ahead,
    ),
  /** Of practices, by check and state. */
  count: (jobs: Across, checks: readonly { name: string; staleBefore: Date }[]) =>
    jobs.run(
      count,
      checks.map(({ name }) => name),
      checks.map(({ staleBefore }) => staleBefore),
    ),
  async keep(
    jobs: Across,
    row: Pick<OpenStateRow, 'name' | 'state' | 'since' | 'last_run_at' | 'what' | 'facts'>,
    fence: number,
  ) {
    const { name, state, since, last_run_at: lastRunAt, what, facts } = row
    const kept = await jobs.run(keepOwn, name, state, since, lastRunAt, fence, what, JSON.stringify(facts))
    return kept.length === 1
  },
  change: (jobs: Across, row: { name: string; at: Date; state: CheckState; what: string }) =>
    jobs.run(changeOwn, newId(), row.name, row.at, row.state, row.what),
  history: (jobs: Across, since: Date) => jobs.run(historyOwn, since),
  ask: async (jobs: Across, name: string, now: Date) => (await jobs.run(askOwn, name, now)).length === 1,
}
