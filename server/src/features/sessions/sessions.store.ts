import { factoredColumns } from '../../platform/access/access.store.ts'
import { boundColumns, type BoundSession } from '../../platform/access/bound-session.ts'
import type { Factored } from '../../platform/access/decided.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** How the person showed who they are. */
type SecondStep = 'totp' | 'recovery' | 'passkey'
/** `provider+strong`: the practice's provider asked for a second factor, and said so. */
export type How =
  | 'password'
  | `password+${SecondStep}`
  | 'passkey'
  | 'recovered'
  | 'provider'
  | `provider+${SecondStep}`
  | 'provider+strong'

/** Who came by a provider still has, whatever they show beside; who has shown a passkey, too. */
const showingToo = (given: string) =>
  `case when ${given} = 'password' or how like '%passkey' then how
     when how like 'provider%' then replace(${given}, 'password', 'provider') else ${given} end`

const insert = statement<BoundSession & { ends_at: Date }>(
  'session-insert',
  `insert into gate.session as s (token_hash, session, account, practice, member, ends_at, sealed, how, proved_at, device)
   values ($1, $2, $3, $4, $5, least(clock_timestamp() + make_interval(hours => $6), $10), $7, $8, coalesce($9, clock_timestamp()), $11)
   returning ends_at, ${boundColumns}`,
)
const bind = statement('session-bind', 'update gate.session set bound = $2 where session = $1 and ended_at is null')
const end = statement(
  'session-end',
  'update gate.session set ended_at = clock_timestamp(), bound = null where session = $1 and ended_at is null',
)
const endOthers = statement(
  'session-end-others',
  'update gate.session set ended_at = clock_timestamp(), bound = null where account = $1 and session <> $2 and ended_at is null',
)
const endOne = statement<{ session: string }>(
  'session-end-one',
  `update gate.session set ended_at = clock_timestamp(), bound = null
   where session = $1 and account = $2 and ended_at is null and ends_at > clock_timestamp() returning session`,
)
/** As the list of the own ones shows it. */
export interface OpenRow {
  session: string
  practice: string
  created_at: Date
  seen_at: Date
  /** Seconds since it was last used. */
  idle: number
  ends_at: Date
  how: string
  sealed: Buffer
}
const listOpen = statement<OpenRow>(
  'session-list-open',
  `select session, practice, created_at, seen_at, extract(epoch from clock_timestamp() - seen_at)::float8 as idle, ends_at,
     how, sealed from gate.session
   where account = $1 and ended_at is null and bound is not null and ends_at > clock_timestamp() order by created_at desc limit 100`,
)
export interface SessionRow {
  session: string
  device: string | null
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
  `select b.session, b.device, b.created_at, b.ends_at, b.how, b.proved_at, ${provedAgo('b')}, b.sealed from gate.session b
   where b.account = $1 and b.created_at < (select created_at from gate.session where session = $2)
     and ($3::uuid is null or b.practice = $3)
     and b.session <> $2 order by b.created_at desc limit 1`,
)
const one = statement<SessionRow>(
  'session-one',
  `select s.session, s.device, s.created_at, s.ends_at, s.how, s.proved_at, ${provedAgo('s')}, s.sealed from gate.session s where s.session = $1`,
)
/** The same session, with a new token. */
const renew = statement<BoundSession>(
  'session-renew',
  `update gate.session s set token_hash = $2, proved_at = clock_timestamp(), seen_at = clock_timestamp(),
     how = ${showingToo('$3')}
   where session = $1 and ended_at is null returning ${boundColumns}`,
)
const markProved = statement<BoundSession>(
  'session-mark-proved',
  `update gate.session s set proved_at = clock_timestamp(), how = ${showingToo('$2')}
   where session = $1 and ended_at is null
   returning ${boundColumns}`,
)
const any = statement<{ any: boolean }>(
  'session-any',
  'select exists (select from gate.session where account = $1) as any',
)
const factorDueAt = statement<{ due_at: Date | null }>(
  'session-factor-due',
  `select m.approved_at + make_interval(days => p.factor_grace_days) as due_at
   from candour.member m join candour.practice p on p.practice = m.practice
   where m.practice = $1 and m.member = $2 and p.factor_required`,
)
const standing = statement<Factored & { level: number }>(
  'session-standing',
  `select m.level, s.how, ${factoredColumns}
   from gate.session s join candour.member m on m.practice = s.practice and m.member = s.member
   where s.session = $1 and s.ended_at is null and s.ends_at > clock_timestamp()
     and s.seen_at > clock_timestamp() - make_interval(mins => $2) and m.state = 'approved' and m.level > 0`,
)
const rulesMark = statement<{ mark: Buffer }>(
  'session-rules-mark',
  `select hash as mark from ledger.mark where practice = $1 and type = 'Rules' and id = $1 order by version desc limit 1`,
)
const endByProvider = statement<{ session: string }>(
  'session-end-by-provider',
  `update gate.session set ended_at = clock_timestamp(), bound = null
   where practice = $1 and how like 'provider%' and ended_at is null and ends_at > clock_timestamp() returning session`,
)
const endNotByProvider = statement<{ session: string }>(
  'session-end-not-by-provider',
  `update gate.session s set ended_at = clock_timestamp(), bound = null
   where practice = $1 and how not like 'provider%' and how <> 'recovered' and ended_at is null
     and ends_at > clock_timestamp() and not (how like '%passkey' and exists (select from candour.member m
       where m.practice = s.practice and m.member = s.member and m.level = 4)) returning session`,
)
const endAllOf = statement<{ session: string }>(
  'session-end-all-of',
  `update gate.session set ended_at = clock_timestamp(), bound = null
   where practice = $1 and session is distinct from $2 and ended_at is null and ends_at > clock_timestamp() returning session`,
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
      device: string | null
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
      row.device,
    )
    return made!
  },
  bind: (gate: Across, session: string, bound: Buffer) => gate.run(bind, session, bound),
  end: (gate: Across, session: string) => gate.run(end, session),
  /** False when it is not one of the account's, or has ended before. */
  endOne: async (gate: Across, session: string, account: string) =>
    (await gate.run(endOne, session, account)).length === 1,
  listOpen: (gate: Across, account: string) => gate.run(listOpen, account),
  /** In every practice, but for the one named. */
  endOthers: (gate: Across, account: string, session: string) => gate.run(endOthers, account, session),
  renew: async (gate: Across, session: string, tokenHash: Buffer, how: How) =>
    (await gate.run(renew, session, tokenHash, how))[0] ?? null,
  markProved: async (gate: Across, session: string, how: How) => (await gate.run(markProved, session, how))[0] ?? null,
  /** From when on a member without a second factor sees nothing else; null where the practice asks for none. */
  factorDueAt: async (gate: Across, practice: string, member: string) =>
    (await gate.run(factorDueAt, practice, member))[0]?.due_at ?? null,
  read: async (gate: Across, session: string) => (await gate.run(one, session))[0] ?? null,
  /** The account's sign-in before this one. */
  /** @param practice null: in any */
  before: async (gate: Across, account: string, session: string, practice: string | null) =>
    (await gate.run(before, account, session, practice))[0] ?? null,
  /** The ledger's newest mark of a practice's rules. */
  rulesMark: async (gate: Across, practice: string) => (await gate.run(rulesMark, practice))[0]?.mark ?? null,
  /** Everybody's of a practice, but for the one named; answers how many. */
  endAllOf: async (gate: Across, practice: string, but: string | null) =>
    (await gate.run(endAllOf, practice, but)).length,
  /** Those that began at the practice's provider; answers how many. */
  endByProvider: async (gate: Across, practice: string) => (await gate.run(endByProvider, practice)).length,
  /** Those that a practice which requires its provider does not take (`whyNotThisWay`). */
  endNotByProvider: (gate: Across, practice: string) => gate.run(endNotByProvider, practice),
  /** Whether the account was ever signed in. */
  any: async (gate: Across, account: string) => (await gate.run(any, account))[0]!.any,
  /** Asked again and again while a stream is open; null once the session or the access is over. */
  standing: async (gate: Across, session: string, idleMinutes: number) =>
    (await gate.run(standing, session, idleMinutes))[0] ?? null,
}
