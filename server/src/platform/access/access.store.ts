/** Promise: before a practice is known, the gate's role reads who belongs where, and nothing else. */
import { boundColumns, type BoundSession } from './bound-session.ts'
import type { Factored } from './decided.ts'
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

export interface SessionRow extends BoundSession, Factored {
  bound: Buffer | null
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
  /** The ledger's newest mark of the practice's rules; null when there is none. */
  rules_mark: Buffer | null
}

/** Of a session `s` and its member `m`, what `Factored` holds beside how the session began. */
export const factoredColumns = `extract(epoch from clock_timestamp() - m.approved_at)::float8 as approved_ago,
     m.level = 4 and not exists (select from gate.factor f where f.account = s.account and f.kind = 'passkey'
       and f.confirmed_at is not null) as lacks_passkey`

const findSessions = statement<SessionRow>(
  'access-find-sessions',
  `select ${boundColumns}, s.bound, m.level, m.state, m.revision, m.sealed,
     (select k.hash from ledger.mark k where k.practice = m.practice and k.type = 'Member' and k.id = m.member
       order by k.version desc limit 1) as mark,
     p.trial_ends_at < clock_timestamp() as read_only,
     extract(epoch from clock_timestamp() - s.seen_at)::float8 as idle,
     s.ended_at is not null or s.ends_at < clock_timestamp() as over,
     extract(epoch from clock_timestamp() - s.proved_at)::float8 as proved_ago,
     ${factoredColumns},
     (select k.hash from ledger.mark k where k.practice = s.practice and k.type = 'Rules' and k.id = s.practice
       order by k.version desc limit 1) as rules_mark
   from gate.session s
     join candour.member m on m.practice = s.practice and m.member = s.member and m.account = s.account
     join candour.practice p on p.practice = s.practice
   where s.token_hash = any($1)`,
)
const touchSession = statement(
  'access-touch-session',
  'update gate.session set seen_at = clock_timestamp() where token_hash = $1',
)

const endByToken = statement(
  'access-end-by-token',
  'update gate.session set ended_at = clock_timestamp(), bound = null where token_hash = $1 and ended_at is null',
)

export function readSessions(gate: Across, tokenHashes: Buffer[]): Promise<SessionRow[]> {
  return gate.run(findSessions, tokenHashes)
}

export async function keepSessionAwake(gate: Across, tokenHash: Buffer): Promise<void> {
  await gate.run(touchSession, tokenHash)
}

export async function endSessionOf(gate: Across, tokenHash: Buffer): Promise<void> {
  await gate.run(endByToken, tokenHash)
}
