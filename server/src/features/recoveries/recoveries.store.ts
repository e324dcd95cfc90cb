import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface RecoveryRow {
  recovery: string
  account: string
  token_hash: Buffer
  revision: number
  created_at: Date
  expires_at: Date
  sealed: Buffer
}
const columns = 'r.recovery, r.account, r.token_hash, r.revision, r.created_at, r.expires_at, r.sealed'
const isOpen = 'r.ended_at is null and r.expires_at > clock_timestamp()'

const inAnHour = statement<{ at: Date }>(
  'recovery-in-an-hour',
  `select date_trunc('milliseconds', clock_timestamp() + interval '1 hour') as at`,
)
const insert = statement<RecoveryRow>(
  'recovery-insert',
  `insert into gate.recovery as r (recovery, account, token_hash, expires_at, sealed) values ($1, $2, $3, $4, $5)
   returning ${columns}`,
)
const byToken = statement<RecoveryRow>(
  'recovery-by-token',
  `select ${columns} from gate.recovery r where r.token_hash = $1 and ${isOpen} for update`,
)
const ofPractice = statement<RecoveryRow>(
  'recovery-of-practice',
  `select ${columns} from candour.member m join gate.recovery r on r.account = m.account and ${isOpen}
   where m.practice = $1 order by r.created_at`,
)
const lock = statement<RecoveryRow>(
  'recovery-lock',
  `select ${columns} from gate.recovery r where r.recovery = $1 and ${isOpen} for update`,
)
const rewrite = statement('recovery-rewrite', 'update gate.recovery set revision = $2, sealed = $3 where recovery = $1')
const end = statement(
  'recovery-end',
  'update gate.recovery set ended_at = clock_timestamp() where recovery = $1 and ended_at is null',
)
const endAll = statement<{ recovery: string }>(
  'recovery-end-all',
  'update gate.recovery set ended_at = clock_timestamp() where account = $1 and ended_at is null returning recovery',
)
/** The one that was ended last. */
const last = statement<RecoveryRow>(
  'recovery-last',
  `select ${columns} from gate.recovery r where r.account = $1 and r.ended_at is not null order by r.ended_at desc limit 1`,
)
const countLately = statement<{ count: number }>(
  'recovery-count-lately',
  `select count(*) as count from gate.recovery where account = $1 and created_at > clock_timestamp() - interval '24 hours'`,
)
const tidy = statement(
  'recovery-tidy',
  "delete from gate.recovery where expires_at < clock_timestamp() - interval '24 hours'",
)

export const recoveries = {
  /** By the database's clock, as what it is compared with. */
  inAnHour: async (gate: Across) => (await gate.run(inAnHour))[0]!.at,
  insert: async (
    gate: Across,
    row: { recovery: string; account: string; tokenHash: Buffer; expiresAt: Date; sealed: Buffer },
  ) => (await gate.run(insert, row.recovery, row.account, row.tokenHash, row.expiresAt, row.sealed))[0]!,
  /** Locked. */
  findByToken: async (gate: Across, tokenHash: Buffer) => (await gate.run(byToken, tokenHash))[0] ?? null,
  listOf: (gate: Across, practice: string) => gate.run(ofPractice, practice),
  lock: async (gate: Across, recovery: string) => (await gate.run(lock, recovery))[0] ?? null,
  rewrite: (gate: Across, recovery: string, revision: number, sealed: Buffer) =>
    gate.run(rewrite, recovery, revision, sealed),
  end: (gate: Across, recovery: string) => gate.run(end, recovery),
  /** Those that stand open, or are over and were never ended. */
  endAll: (gate: Across, account: string) => gate.run(endAll, account),
  last: async (gate: Across, account: string) => (await gate.run(last, account))[0] ?? null,
  countLately: async (gate: Across, account: string) => (await gate.run(countLately, account))[0]!.count,
  async tidy(gate: Across) {
    await gate.run(tidy)
  },
}
