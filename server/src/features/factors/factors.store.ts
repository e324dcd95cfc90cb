import type { FactorKind } from '@candour/contract/factors.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface FactorRow {
  factor: string
  /** `provider`: an account elsewhere, by which this one is entered. */
  kind: FactorKind | 'provider'
  /** Keyed hash of a passkey's credential id, a recovery code, or who somebody is at a provider. */
  token: Buffer | null
  revision: number
  /** The last step of an app that was used; how often a passkey says it was. */
  counter: number
  sealed: Buffer
  created_at: Date
  used_at: Date | null
  confirmed_at: Date | null
}
const columns = 'factor, kind, token, revision, counter, sealed, created_at, used_at, confirmed_at'

const insert = statement<{ factor: string }>(
  'factor-insert',
  `insert into gate.factor (factor, account, kind, token, sealed, counter, confirmed_at)
   values ($1, $2, $3, $4, $5, $6, case when $7 then clock_timestamp() end) on conflict (token) do nothing returning factor`,
)
/** With what binds them, as one moment saw both. */
const list = statement<FactorRow & { bound: Buffer | null }>(
  'factor-list',
  `select a.factors_bound as bound, f.* from gate.account a left join lateral (
     select ${columns} from gate.factor
     where account = a.account and confirmed_at is not null and (kind <> 'recovery' or used_at is null)) f on true
   where a.account = $1 order by f.created_at, f.factor`,
)
const lockAccount = statement('factor-lock-account', 'select from gate.account where account = $1 for no key update')
const bind = statement('factor-bind', 'update gate.account set factors_bound = $2 where account = $1')
const unbound = statement<{ account: string }>(
  'factor-unbound',
  'select account from gate.account where factors_bound is null',
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
/** Each passkey that anybody has, by its credential id. */
const byToken = statement<{ factor: string; account: string }>(
  'factor-by-token',
  'select factor, account from gate.factor where token = $1 and kind = $2 and confirmed_at is not null',
)
const useLink = statement(
  'factor-use-link',
  "update gate.factor set used_at = clock_timestamp() where account = $1 and factor = $2 and kind = 'provider'",
)
const usePasskey = statement(
  'factor-use-passkey',
  'update gate.factor set counter = $3, used_at = clock_timestamp() where account = $1 and factor = $2',
)
const rewrite = statement(
  'factor-rewrite',
  'update gate.factor set revision = $3, sealed = $4 where account = $1 and factor = $2',
)
const useChallenge = statement<{ challenge_hash: Buffer }>(
  'challenge-use',
  `insert into gate.challenge (challenge_hash, expires_at) values ($1, clock_timestamp() + interval '1 hour')
   on conflict do nothing returning challenge_hash`,
)
const tidyChallenges = statement('challenge-tidy', 'delete from gate.challenge where expires_at < clock_timestamp()')
const remove = statement<{ factor: string }>(
  'factor-remove',
  "delete from gate.factor where account = $1 and factor = $2 and kind <> 'recovery' returning factor",
)
const removeAny = statement('factor-remove-any', 'delete from gate.factor where account = $1 and factor = $2')
const removeUnconfirmed = statement(
  'factor-remove-unconfirmed',
  'delete from gate.factor where account = $1 and kind = $2 and confirmed_at is null',
)
const removeRecoveryCodes = statement(
  'factor-remove-recovery',
  "delete from gate.factor where account = $1 and kind = 'recovery'",
)

const removeOthers = statement(
  'factor-remove-others',
  'delete from gate.factor where account = $1 and factor <> all($2)',
)
const isRequired = statement<{ required: boolean }>(
  'factor-is-required',
  `select exists (select from candour.member m join candour.practice p on p.practice = m.practice
     where m.account = $1 and m.state = 'approved' and m.level > 0 and p.factor_required) as required`,
)

export const factors = {
  /** False for a token that is there already. */
  insert: async (
    gate: Across,
    row: {
      factor: string
      account: string
      kind: FactorRow['kind']
      token: Buffer | null
      sealed: Buffer
      counter?: number
      confirmed: boolean
    },
  ) => {
    const { factor, account, kind, token, sealed, counter = 0, confirmed } = row
    return (await gate.run(insert, factor, account, kind, token, sealed, counter, confirmed)).length === 1
  },
  /** Those that count; of the recovery codes those that are left; and what binds them. Read them by factor-set.ts. */
  async list(gate: Across, account: string): Promise<{ bound: Buffer | null; rows: FactorRow[] }> {
    const found = await gate.run(list, account)
    return { bound: found[0]?.bound ?? null, rows: found.filter(({ factor }) => factor !== null) }
  },
  lockAccount: (gate: Across, account: string) => gate.run(lockAccount, account),
  bind: (gate: Across, account: string, bound: Buffer) => gate.run(bind, account, bound),
  unbound: (gate: Across) => gate.run(unbound),
  findPasskey: async (gate: Across, token: Buffer) => (await gate.run(byToken, token, 'passkey'))[0] ?? null,
  findLink: async (gate: Across, token: Buffer) => (await gate.run(byToken, token, 'provider'))[0] ?? null,
  useLink: (gate: Across, account: string, factor: string) => gate.run(useLink, account, factor),
  usePasskey: (gate: Across, account: string, factor: string, counter: number) =>
    gate.run(usePasskey, account, factor, counter),
  rewrite: (gate: Across, account: string, factor: string, revision: number, sealed: Buffer) =>
    gate.run(rewrite, account, factor, revision, sealed),
  /** False when it was answered before. */
  useChallenge: async (gate: Across, hash: Buffer) => (await gate.run(useChallenge, hash)).length === 1,
  tidyChallenges: (gate: Across) => gate.run(tidyChallenges),
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
  /** A recovery code, too. */
  removeAny: (gate: Across, account: string, factor: string) => gate.run(removeAny, account, factor),
  /** What was begun before and never came to count. */
  removeUnconfirmed: (gate: Across, account: string, kind: FactorKind) => gate.run(removeUnconfirmed, account, kind),
  /** Whether any practice of the account asks for a second factor. */
  isRequired: async (gate: Across, account: string) => (await gate.run(isRequired, account))[0]!.required,
  /** All but these. */
  removeOthers: (gate: Across, account: string, kept: string[]) => gate.run(removeOthers, account, kept),
  removeRecoveryCodes: (gate: Across, account: string) => gate.run(removeRecoveryCodes, account),
}
