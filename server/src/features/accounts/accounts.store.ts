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
const lock = statement<AccountRow>('account-lock', `select ${columns} from gate.account where account = $1 for update`)
const update = statement<{ account: string }>(
  'account-update',
  `update gate.account set revision = $2, sealed = $3, password = $4, email_token = $5
   where account = $1 and revision = $2 - 1 returning account`,
)
/** By another account than this one. */
const isHeld = statement<{ held: boolean }>(
  'held-email-is-held',
  `select exists (select from gate.held_email where email_token = $1 and account <> $2 and held_until > clock_timestamp()) as held`,
)
const hold = statement(
  'held-email-hold',
  `insert into gate.held_email (email_token, account, held_until) values ($1, $2, clock_timestamp() + make_interval(days => $3))
   on conflict (email_token) do update set account = $2, held_until = excluded.held_until`,
)
const letGo = statement('held-email-let-go', 'delete from gate.held_email where email_token = $1 and account = $2')
const tidyHeld = statement('held-email-tidy', 'delete from gate.held_email where held_until < clock_timestamp()')
const insert = statement<{ account: string }>(
  'account-insert',
  `insert into gate.account (account, email_token, installation_key_version, wrapped, sealed, password, factors_bound)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (email_token) do nothing returning account`,
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
const reserveStreak = statement<{ failures: number }>(
  'streak-reserve',
  `insert into gate.streak (subject, failures) values ($1, 1)
   on conflict (subject) do update set failures = streak.failures + 1, last_at = clock_timestamp() returning failures`,
)
const endStreak = statement('streak-end', 'delete from gate.streak where subject = $1')
/** What has switched a password off stays until the reset. */
const tidyStreaks = statement(
  'streak-tidy',
  "delete from gate.streak where failures < $1 and last_at < clock_timestamp() - interval '30 days'",
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
const wrappedBefore = statement<{ id: string; installation_key_version: number; wrapped: Buffer }>(
  'account-wrapped-before',
  `select account as id, installation_key_version, wrapped from gate.account
   where installation_key_version < $1 and account > $2 order by account limit 200 for no key update`,
)
const rewrap = statement(
  'account-rewrap',
  'update gate.account set installation_key_version = $2, wrapped = $3 where account = $1',
)
const rewrapInstallation = statement(
  'installation-rewrap',
  'update gate.installation set installation_key_version = $1, wrapped = $2 where installation_key_version < $1',
)

export const accounts = {
  findByEmail: async (gate: Across, token: Buffer) => (await gate.run(byEmail, token))[0] ?? null,
  read: async (gate: Across, account: string) => (await gate.run(byId, account))[0] ?? null,
  lock: async (gate: Across, account: string) => (await gate.run(lock, account))[0] ?? null,
  /** As the revision after the one that was read. False when somebody was faster. Throws for an email that another has. */
  update: async (
    gate: Across,
    row: Pick<AccountRow, 'account' | 'revision' | 'sealed' | 'password'> & { emailToken: Buffer },
  ) => (await gate.run(update, row.account, row.revision, row.sealed, row.password, row.emailToken)).length === 1,
  isHeld: async (gate: Across, emailToken: Buffer, account: string) =>
    (await gate.run(isHeld, emailToken, account))[0]!.held,
  hold: (gate: Across, emailToken: Buffer, account: string, days: number) => gate.run(hold, emailToken, account, days),
  letGo: (gate: Across, emailToken: Buffer, account: string) => gate.run(letGo, emailToken, account),
  /** False when the email has an account already. */
  insert: async (gate: Across, row: Omit<AccountRow, 'revision'> & { emailToken: Buffer; factorsBound: Buffer }) =>
    (
      await gate.run(
        insert,
        row.account,
        row.emailToken,
        row.installation_key_version,
        row.wrapped,
        row.sealed,
        row.password,
        row.factorsBound,
      )
    ).length === 1,
  /** False when it is not at the revision before this one. */
  memberships: (gate: Across, account: string) => gate.run(memberships, account),
  /** Counts a try before it is made, so that parallel tries can't slip through. Answers how many in this window. */
  reserveTry: async (gate: Across, subject: Buffer) => (await gate.run(reserveTry, subject))[0]!.failures,
  /** The same for wrong ones in a row, however long ago. */
  reserveStreak: async (gate: Across, subject: Buffer) => (await gate.run(reserveStreak, subject))[0]!.failures,
  endStreak: (gate: Across, subject: Buffer) => gate.run(endStreak, subject),
  forgetTries: (gate: Across, subject: Buffer) => gate.run(forgetTries, subject),
  giveBackTry: (gate: Across, subject: Buffer) => gate.run(giveBackTry, subject),
  /** Drops counts of tries, and kept sign-ups, that have had their time. */
  async tidy(gate: Across, switchesOff: number) {
    await gate.run(tidyTries)
    await gate.run(tidyStreaks, switchesOff)
    await gate.run(tidyHeld)
    await gate.run(tidySignUps)
  },
  readInstallation: async (gate: Across) => (await gate.run(readInstallation))[0] ?? null,
  insertInstallation: (gate: Across, compartment: string, version: number, wrapped: Buffer) =>
    gate.run(insertInstallation, compartment, version, wrapped),
  /** Locked: the next ones, by id, whose key an older version of the installation's key wraps. */
  lockWrappedBefore: (gate: Across, version: number, behind: string) => gate.run(wrappedBefore, version, behind),
  rewrap: (gate: Across, account: string, version: number, wrapped: Buffer) =>
    gate.run(rewrap, account, version, wrapped),
  rewrapInstallation: (gate: Across, version: number, wrapped: Buffer) =>
    gate.run(rewrapInstallation, version, wrapped),
}
