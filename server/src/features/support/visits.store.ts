import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { PersonRow } from './people.store.ts'

/** A session at the entry of support. */
export interface VisitRow {
  token_hash: Buffer
  session: string
  person: string
  /** Microseconds since 1970, as text. */
  ends_us: string
  ends_at: Date
  bound: Buffer | null
}

export interface FoundVisit extends VisitRow, Omit<PersonRow, 'factors_bound'> {
  /** Seconds since it was last used, by the database's clock. */
  idle: number
  over: boolean
}
const columns = `s.token_hash, s.session, s.person, (extract(epoch from s.ends_at) * 1000000)::bigint::text as ends_us, s.ends_at, s.bound`

const insert = statement<VisitRow>(
  'support-session-insert',
  `insert into gate.support_session as s (token_hash, session, person, ends_at)
   values ($1, $2, $3, clock_timestamp() + make_interval(hours => $4)) returning ${columns}`,
)
const bind = statement('support-session-bind', 'update gate.support_session set bound = $2 where session = $1')
const find = statement<FoundVisit>(
  'support-session-find',
  `select ${columns}, p.installation_key_version, p.wrapped, p.sealed,
     extract(epoch from clock_timestamp() - s.seen_at)::float8 as idle, s.ends_at < clock_timestamp() as over
   from gate.support_session s join gate.support_person p on p.person = s.person where s.token_hash = $1`,
)
const touch = statement(
  'support-session-touch',
  'update gate.support_session set seen_at = clock_timestamp() where session = $1',
)
const end = statement('support-session-end', 'delete from gate.support_session where session = $1')
const tidy = statement('support-session-tidy', 'delete from gate.support_session where ends_at < clock_timestamp()')

export const visits = {
  insert: async (gate: Across, tokenHash: Buffer, session: string, person: string, hours: number) =>
    (await gate.run(insert, tokenHash, session, person, hours))[0]!,
  bind: (gate: Across, session: string, bound: Buffer) => gate.run(bind, session, bound),
  find: async (gate: Across, tokenHash: Buffer) => (await gate.run(find, tokenHash))[0] ?? null,
  touch: (gate: Across, session: string) => gate.run(touch, session),
  end: (gate: Across, session: string) => gate.run(end, session),
  tidy: (gate: Across) => gate.run(tidy),
}
