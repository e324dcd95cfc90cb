import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface AccountRow {
  account: string
  installation_key_version: number
  wrapped: Buffer
  revision: number
  sealed: Buffer
  password: Buffer
}
const columns = 'account, installation_key_version, wrapped, revision, sealed, password'
const byEmail = statement<AccountRow>('account-by-email', `select ${columns} from gate.account where email_token = $1`)
const byId = statement<AccountRow>('account-by-id', `select ${columns} from gate.account where account = $1`)
const insert = statement<{ account: string }>(
  'account-insert',
  `insert into gate.account (account, email_token, installation_key_version, wrapped, sealed, password)
   values ($1, $2, $3, $4, $5, $6) on conflict (email_token) do nothing returning account`,
)
const memberships = statement<{ practice: string; member: string; level: number; state: string }>(
  'account-memberships',
  `select practice, member, level, state from candour.member where account = $1 order by practice`,
)

const reserveTry = statement<{ failures: number }>(
  'throttle-reserve',
  `insert into gate.throttle (subject, window_started_at, failures) values ($1, clock_timestamp(), 1)
   on conflict (subject) do update set
     failures = case when throttle.window_started_at < clock_timestamp() - interval '5 minutes' then 1 else throttle.failures + 1 end,
     window_started_at = case when throttle.window_started_at < clock_timestamp() - interval '5 minutes' then clock_timestamp() else throttle.window_started_at end
   returning failures`,
)
const forgetTries = statement('throttle-forget', 'delete from gate.throttle where subject = $1')
const giveBackTry = statement(
  'throttle-give-back',
  'update gate.throttle set failures = greatest(failures - 1, 0) where subject = $1',
)

const tidyTries = statement(
  'throttle-tidy',
  "delete from gate.throttle where window_started_at < clock_timestamp() - interval '1 hour'",
)
const tidySignUps = statement(
  'sign-up-tidy',
  "delete from gate.idempotency where at < clock_timestamp() - interval '24 hours'",
)

const readInstallation = statement<{ token_compartment: string; installation_key_version: number; wrapped: Buffer }>(
  'installation-read',
  'select token_compartment, installation_key_version, wrapped from gate.installation',
)
const insertInstallation = statement(
  'installation-insert',
  'insert into gate.installation (token_compartment, installation_key_version, wrapped) values ($1, $2, $3) on conflict do nothing',
)

export const accounts = {
  findByEmail: async (gate: Across, token: Buffer) => (await gate.run(byEmail, token))[0] ?? null,
  read: async (gate: Across, account: string) => (await gate.run(byId, account))[0] ?? null,
  /** False when the email has an account already. */
  insert: async (gate: Across, row: Omit<AccountRow, 'revision'> & { emailToken: Buffer }) =>
    (
      await gate.run(
        insert,
        row.account,
        row.emailToken,
        row.installation_key_version,
        row.wrapped,
        row.sealed,
        row.password,
      )
    ).length === 1,
  memberships: (gate: Across, account: string) => gate.run(memberships, account),
  /** Counts a try before it is made, so that parallel tries can't slip through. Answers how many in this window. */
  reserveTry: async (gate: Across, subject: Buffer) => (await gate.run(reserveTry, subject))[0]!.failures,
  forgetTries: (gate: Across, subject: Buffer) => gate.run(forgetTries, subject),
  giveBackTry: (gate: Across, subject: Buffer) => gate.run(giveBackTry, subject),
  /** Drops counts of tries, and kept sign-ups, that have had their time. */
  async tidy(gate: Across) {
    await gate.run(tidyTries)
    await gate.run(tidySignUps)
  },
  readInstallation: async (gate: Across) => (await gate.run(readInstallation))[0] ?? null,
  insertInstallation: (gate: Across, compartment: string, version: number, wrapped: Buffer) =>
    gate.run(insertInstallation, compartment, version, wrapped),
}
