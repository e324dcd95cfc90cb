import { factorDue } from '../../platform/access/access.store.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** How the person showed who they are. */
export type How = 'password' | 'password+totp' | 'password+recovery'

const insert = statement<{ ends_at: Date }>(
  'session-insert',
  `insert into gate.session (token_hash, session, account, practice, member, ends_at, sealed, how, proved_at)
   values ($1, $2, $3, $4, $5, least(clock_timestamp() + make_interval(hours => $6), $10), $7, $8, coalesce($9, clock_timestamp())) returning ends_at`,
)
const end = statement(
  'session-end',
  'update gate.session set ended_at = clock_timestamp() where session = $1 and ended_at is null',
)
const endOthers = statement(
  'session-end-others',
  'update gate.session set ended_at = clock_timestamp() where account = $1 and session <> $2 and ended_at is null',
)
export interface SessionRow {
  session: string
  created_at: Date
  ends_at: Date
  how: How
  proved_at: Date
  /** Seconds. */
  proved_ago: number
  sealed: Buffer
}
const provedAgo = (session: string) =>
  `extract(epoch from clock_timestamp() - ${session}.proved_at)::float8 as proved_ago`
const before = statement<SessionRow>(
  'session-before',
  `select b.session, b.created_at, b.ends_at, b.how, b.proved_at, ${provedAgo('b')}, b.sealed from gate.session b
   where b.account = $1 and b.created_at < (select created_at from gate.session where session = $2)
     and b.session <> $2 order by b.created_at desc limit 1`,
)
const one = statement<SessionRow>(
  'session-one',
  `select s.session, s.created_at, s.ends_at, s.how, s.proved_at, ${provedAgo('s')}, s.sealed from gate.session s where s.session = $1`,
)
/** The same session, with a new token. */
const renew = statement(
  'session-renew',
  `update gate.session set token_hash = $2, proved_at = clock_timestamp(), seen_at = clock_timestamp(),
     how = case when $3 = 'password' then how else $3 end
   where session = $1 and ended_at is null`,
)
const markProved = statement(
  'session-mark-proved',
  'update gate.session set proved_at = clock_timestamp(), how = $2 where session = $1 and ended_at is null',
)
const factorDueAt = statement<{ due_at: Date | null }>(
  'session-factor-due',
  `select m.approved_at + make_interval(days => p.factor_grace_days) as due_at
   from candour.member m join candour.practice p on p.practice = m.practice
   where m.practice = $1 and m.member = $2 and p.factor_required`,
)
const isOpen = statement<{ open: boolean }>(
  'session-is-open',
  `select exists (select from gate.session s join candour.member m on m.practice = s.practice and m.member = s.member
       join candour.practice p on p.practice = s.practice
     where s.session = $1 and s.ended_at is null and s.ends_at > clock_timestamp()
       and s.seen_at > clock_timestamp() - make_interval(mins => $2) and m.state = 'approved' and m.level > 0
       and not ${factorDue}) as open`,
)

export const sessions = {
  async insert(
    gate: Across,
    row: {
      tokenHash: Buffer
      session: string
      account: string
      practice: string
      member: string
      hours: number
      how: How
      provedAt: Date | null
      notAfter: Date | null
      sealed: Buffer
    },
  ) {
    const [made] = await gate.run(
      insert,
      row.tokenHash,
      row.session,
      row.account,
      row.practice,
      row.member,
      row.hours,
      row.sealed,
      row.how,
      row.provedAt,
      row.notAfter,
    )
    return made!.ends_at
  },
  end: (gate: Across, session: string) => gate.run(end, session),
  /** In every practice, but for the one named. */
  endOthers: (gate: Across, account: string, session: string) => gate.run(endOthers, account, session),
  renew: (gate: Across, session: string, tokenHash: Buffer, how: How) => gate.run(renew, session, tokenHash, how),
  markProved: (gate: Across, session: string, how: How) => gate.run(markProved, session, how),
  /** From when on a member without a second factor sees nothing else; null where the practice asks for none. */
  factorDueAt: async (gate: Across, practice: string, member: string) =>
    (await gate.run(factorDueAt, practice, member))[0]?.due_at ?? null,
  read: async (gate: Across, session: string) => (await gate.run(one, session))[0] ?? null,
  /** The account's sign-in before this one. */
  before: async (gate: Across, account: string, session: string) =>
    (await gate.run(before, account, session))[0] ?? null,
  isOpen: async (gate: Across, session: string, idleMinutes: number) =>
    (await gate.run(isOpen, session, idleMinutes))[0]!.open,
}
