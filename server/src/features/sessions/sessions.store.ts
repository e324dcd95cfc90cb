import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

const insert = statement<{ ends_at: Date }>(
  'session-insert',
  `insert into gate.session (token_hash, session, account, practice, member, ends_at, sealed)
   values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(hours => $6), $7) returning ends_at`,
)
const end = statement(
  'session-end',
  'update gate.session set ended_at = clock_timestamp() where session = $1 and ended_at is null',
)
export interface SessionRow {
  session: string
  created_at: Date
  ends_at: Date
  sealed: Buffer
}
const before = statement<SessionRow>(
  'session-before',
  `select b.session, b.created_at, b.ends_at, b.sealed from gate.session b
   where b.account = $1 and b.created_at < (select created_at from gate.session where session = $2)
     and b.session <> $2 order by b.created_at desc limit 1`,
)
const one = statement<SessionRow>(
  'session-one',
  'select session, created_at, ends_at, sealed from gate.session where session = $1',
)
const isOpen = statement<{ open: boolean }>(
  'session-is-open',
  `select exists (select from gate.session s join candour.member m on m.practice = s.practice and m.member = s.member
     where s.session = $1 and s.ended_at is null and s.ends_at > clock_timestamp()
       and s.seen_at > clock_timestamp() - make_interval(mins => $2) and m.state = 'approved' and m.level > 0) as open`,
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
    )
    return made!.ends_at
  },
  end: (gate: Across, session: string) => gate.run(end, session),
  read: async (gate: Across, session: string) => (await gate.run(one, session))[0] ?? null,
  /** The account's sign-in before this one. */
  before: async (gate: Across, account: string, session: string) =>
    (await gate.run(before, account, session))[0] ?? null,
  isOpen: async (gate: Across, session: string, idleMinutes: number) =>
    (await gate.run(isOpen, session, idleMinutes))[0]!.open,
}
