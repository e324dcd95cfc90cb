import type { FactorKind } from '@candour/contract/factors.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface FactorRow {
  factor: string
  kind: FactorKind
  revision: number
  sealed: Buffer
  created_at: Date
  used_at: Date | null
  confirmed_at: Date | null
}
const columns = 'factor, kind, revision, sealed, created_at, used_at, confirmed_at'

const insert = statement(
  'factor-insert',
  'insert into gate.factor (factor, account, kind, token, sealed, confirmed_at) values ($1, $2, $3, $4, $5, case when $6 then clock_timestamp() end)',
)
const list = statement<FactorRow>(
  'factor-list',
  `select ${columns} from gate.factor where account = $1 and confirmed_at is not null and (kind <> 'recovery' or used_at is null)
   order by created_at`,
)
const one = statement<FactorRow>(
  'factor-one',
  `select ${columns} from gate.factor where account = $1 and factor = $2 for update`,
)
const confirm = statement<{ factor: string }>(
  'factor-confirm',
  `update gate.factor set confirmed_at = clock_timestamp(), used_at = clock_timestamp(), counter = $3, revision = $4, sealed = $5
   where account = $1 and factor = $2 and confirmed_at is null returning factor`,
)
/** One atomic update: of many who bring the same code at once, one gets it. */
const useStep = statement<{ factor: string }>(
  'factor-use-step',
  `update gate.factor set counter = $3, used_at = clock_timestamp()
   where account = $1 and factor = $2 and kind = 'totp' and confirmed_at is not null and counter < $3 returning factor`,
)
const useRecoveryCode = statement<{ factor: string }>(
  'factor-use-recovery',
  `update gate.factor set used_at = clock_timestamp()
   where account = $1 and token = $2 and kind = 'recovery' and used_at is null returning factor`,
)
const remove = statement<{ factor: string }>(
  'factor-remove',
  "delete from gate.factor where account = $1 and factor = $2 and kind <> 'recovery' returning factor",
)
const removeUnconfirmed = statement(
  'factor-remove-unconfirmed',
  'delete from gate.factor where account = $1 and kind = $2 and confirmed_at is null',
)
const removeRecoveryCodes = statement(
  'factor-remove-recovery',
  "delete from gate.factor where account = $1 and kind = 'recovery'",
)

const isRequired = statement<{ required: boolean }>(
  'factor-is-required',
  `select exists (select from candour.member m join candour.practice p on p.practice = m.practice
     where m.account = $1 and m.state = 'approved' and m.level > 0 and p.factor_required) as required`,
)

export const factors = {
  insert: (
    gate: Across,
    row: {
      factor: string
      account: string
      kind: FactorKind
      token: Buffer | null
      sealed: Buffer
      confirmed: boolean
    },
  ) => gate.run(insert, row.factor, row.account, row.kind, row.token, row.sealed, row.confirmed),
  /** Those that count; of the recovery codes those that are left. */
  list: (gate: Across, account: string) => gate.run(list, account),
  lock: async (gate: Across, account: string, factor: string) => (await gate.run(one, account, factor))[0] ?? null,
  /** False when it counted already. */
  confirm: async (gate: Across, account: string, factor: string, counter: number, revision: number, sealed: Buffer) =>
    (await gate.run(confirm, account, factor, counter, revision, sealed)).length === 1,
  /** False when this step, or a later one, was used before. */
  useStep: async (gate: Across, account: string, factor: string, step: number) =>
    (await gate.run(useStep, account, factor, step)).length === 1,
  useRecoveryCode: async (gate: Across, account: string, token: Buffer) =>
    (await gate.run(useRecoveryCode, account, token)).length === 1,
  remove: async (gate: Across, account: string, factor: string) =>
    (await gate.run(remove, account, factor)).length === 1,
  /** What was begun before and never came to count. */
  removeUnconfirmed: (gate: Across, account: string, kind: FactorKind) => gate.run(removeUnconfirmed, account, kind),
  /** Whether any practice of the account asks for a second factor. */
  isRequired: async (gate: Across, account: string) => (await gate.run(isRequired, account))[0]!.required,
  removeRecoveryCodes: (gate: Across, account: string) => gate.run(removeRecoveryCodes, account),
}
