/** Promise: before a practice is known, the gate's role reads who belongs where, and nothing else. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'
import type { CompartmentKind } from '../vault/vault.ts'

export interface PracticeKeyRow {
  purpose: 'record' | 'token' | 'directory'
  compartment: string
  kind: CompartmentKind
  wrapped: Buffer | null
  practice_key_version: number
}

const practiceKeys = statement<PracticeKeyRow>(
  'access-practice-keys',
  `select case c.compartment when p.practice_compartment then 'record' when p.token_compartment then 'token' else 'directory' end as purpose,
     c.compartment, c.kind, c.wrapped, c.practice_key_version
   from candour.practice p join candour.compartment c on c.practice = p.practice
     and c.compartment in (p.practice_compartment, p.token_compartment, p.directory_compartment)
   where p.practice = $1`,
)

export function readPracticeKeys(tx: Transaction): Promise<PracticeKeyRow[]> {
  return tx.run(practiceKeys, tx.practice)
}

export interface SessionRow {
  token_hash: Buffer
  session: string
  account: string
  practice: string
  member: string
  level: number
  state: string
  revision: number
  sealed: Buffer
  /** The ledger's newest mark of the member; null when there is none. */
  mark: Buffer | null
  read_only: boolean
  /** Seconds since it was last used, by the database's clock. */
  idle: number
  over: boolean
  /** Seconds since the person proved to be there. */
  proved_ago: number
  factor_due: boolean
}

/**
 * Of a session `s`, its member `m` and practice `p`: the practice asks for a second factor, none was shown, and the days to set
 * one up are over. Asked at every request, and again and again while a stream is open.
 */
export const factorDue = `(p.factor_required and s.how = 'password'
       and coalesce(m.approved_at, '-infinity') < clock_timestamp() - make_interval(days => p.factor_grace_days))`

const findSessions = statement<SessionRow>(
  'access-find-sessions',
  `select s.token_hash, s.session, s.account, s.practice, s.member, m.level, m.state, m.revision, m.sealed,
     (select k.hash from ledger.mark k where k.practice = m.practice and k.type = 'Member' and k.id = m.member
       order by k.version desc limit 1) as mark,
     p.trial_ends_at < clock_timestamp() as read_only,
     extract(epoch from clock_timestamp() - s.seen_at)::float8 as idle,
     s.ended_at is not null or s.ends_at < clock_timestamp() as over,
     extract(epoch from clock_timestamp() - s.proved_at)::float8 as proved_ago,
     ${factorDue} as factor_due
   from gate.session s
     join candour.member m on m.practice = s.practice and m.member = s.member and m.account = s.account
     join candour.practice p on p.practice = s.practice
   where s.token_hash = any($1)`,
)
const touchSession = statement(
  'access-touch-session',
  'update gate.session set seen_at = clock_timestamp() where token_hash = $1',
)

export function readSessions(gate: Across, tokenHashes: Buffer[]): Promise<SessionRow[]> {
  return gate.run(findSessions, tokenHashes)
}

export async function keepSessionAwake(gate: Across, tokenHash: Buffer): Promise<void> {
  await gate.run(touchSession, tokenHash)
}
