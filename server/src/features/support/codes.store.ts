import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface CodeRow {
  practice: string
  token: Buffer
  ends_at: Date
  bound: Buffer
}

const set = statement(
  'support-code-set',
  `insert into gate.support_code (practice, token, ends_at, bound) values ($1, $2, $3, $4)
   on conflict (practice) do update set token = excluded.token, ends_at = excluded.ends_at, bound = excluded.bound`,
)
/** One atomic take: of many who bring the same code, one gets it. */
const take = statement<CodeRow>(
  'support-code-take',
  `delete from gate.support_code where token = $1 and ends_at > clock_timestamp() returning practice, token, ends_at, bound`,
)
const tidy = statement('support-code-tidy', 'delete from gate.support_code where ends_at < clock_timestamp()')

export const codes = {
  set: (gate: Across, { practice, token, ends_at: endsAt, bound }: CodeRow) =>
    gate.run(set, practice, token, endsAt, bound),
  take: async (gate: Across, token: Buffer) => (await gate.run(take, token))[0] ?? null,
  tidy: (gate: Across) => gate.run(tidy),
}
