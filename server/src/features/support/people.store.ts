import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface PersonRow {
  person: string
  installation_key_version: number
  wrapped: Buffer
  sealed: Buffer
  factors_bound: Buffer | null
}
const columns = 'p.person, p.installation_key_version, p.wrapped, p.sealed, p.factors_bound'

export interface LinkRow extends PersonRow {
  link_hash: Buffer
  link_ends_at: Date
  link_bound: Buffer | null
}

export interface PasskeyRow {
  factor: string
  kind: 'passkey'
  token: Buffer
  revision: number
  counter: number
  sealed: Buffer
}

const insert = statement(
  'support-person-insert',
  `insert into gate.support_person (person, email_token, installation_key_version, wrapped, sealed, factors_bound)
   values ($1, $2, $3, $4, $5, $6)`,
)
const byEmail = statement<PersonRow>(
  'support-person-by-email',
  `select ${columns} from gate.support_person p where p.email_token = $1 for update`,
)
const list = statement<PersonRow & { passkeys: number; created_at: Date }>(
  'support-person-list',
  `select ${columns}, p.created_at, (select count(*) from gate.support_passkey k where k.person = p.person) as passkeys
   from gate.support_person p order by p.created_at`,
)
const lock = statement<PersonRow>(
  'support-person-lock',
  `select ${columns} from gate.support_person p where p.person = $1 for no key update`,
)
/** By the database's clock, as what it is compared with. */
const laterBy = statement<{ at: Date }>(
  'support-later',
  `select date_trunc('milliseconds', clock_timestamp() + make_interval(mins => $1)) as at`,
)
const setLink = statement(
  'support-link-set',
  'update gate.support_person set link_hash = $2, link_ends_at = $3, link_bound = $4 where person = $1',
)
const byLink = statement<LinkRow>(
  'support-link-find',
  `select ${columns}, p.link_hash, p.link_ends_at, p.link_bound from gate.support_person p
   where p.link_hash = $1 and p.link_ends_at > clock_timestamp() for update`,
)
const remove = statement('support-person-remove', 'delete from gate.support_person where person = $1')
const passkeys = statement<PasskeyRow>(
  'support-passkeys',
  `select factor, 'passkey' as kind, token, revision, counter, sealed from gate.support_passkey where person = $1`,
)
const insertPasskey = statement<{ factor: string }>(
  'support-passkey-insert',
  `insert into gate.support_passkey (factor, person, token, sealed, counter) values ($1, $2, $3, $4, $5)
   on conflict (token) do nothing returning factor`,
)
const ofPasskey = statement<{ person: string }>(
  'support-passkey-person',
  'select person from gate.support_passkey where token = $1',
)
const usePasskey = statement(
  'support-passkey-use',
  'update gate.support_passkey set counter = $2, used_at = clock_timestamp() where factor = $1',
)
const bind = statement('support-passkeys-bind', 'update gate.support_person set factors_bound = $2 where person = $1')
const wrappedBefore = statement<{ id: string; installation_key_version: number; wrapped: Buffer }>(
  'support-person-wrapped-before',
  `select person as id, installation_key_version, wrapped from gate.support_person
   where installation_key_version < $1 and person > $2 order by person limit 200 for no key update`,
)
const rewrap = statement(
  'support-person-rewrap',
  'update gate.support_person set installation_key_version = $2, wrapped = $3 where person = $1',
)

export const people = {
  insert: (
    gate: Across,
    row: { person: string; emailToken: Buffer; keyVersion: number; wrapped: Buffer; sealed: Buffer; bound: Buffer },
  ) => gate.run(insert, row.person, row.emailToken, row.keyVersion, row.wrapped, row.sealed, row.bound),
  /** Locked. */
  findByEmail: async (gate: Across, emailToken: Buffer) => (await gate.run(byEmail, emailToken))[0] ?? null,
  list: (gate: Across) => gate.run(list),
  lock: async (gate: Across, person: string) => (await gate.run(lock, person))[0] ?? null,
  later: async (gate: Across, minutes: number) => (await gate.run(laterBy, minutes))[0]!.at,
  setLink: (gate: Across, person: string, hash: Buffer | null, endsAt: Date | null, bound: Buffer | null) =>
    gate.run(setLink, person, hash, endsAt, bound),
  /** Locked; null for one whose time is over. */
  findByLink: async (gate: Across, hash: Buffer) => (await gate.run(byLink, hash))[0] ?? null,
  /** With passkeys and sessions. */
  remove: (gate: Across, person: string) => gate.run(remove, person),
  passkeys: (gate: Across, person: string) => gate.run(passkeys, person),
  /** False for a token that is there already. */
  insertPasskey: async (
    gate: Across,
    row: { factor: string; person: string; token: Buffer; sealed: Buffer; counter: number },
  ) => (await gate.run(insertPasskey, row.factor, row.person, row.token, row.sealed, row.counter)).length === 1,
  ofPasskey: async (gate: Across, token: Buffer) => (await gate.run(ofPasskey, token))[0]?.person ?? null,
  usePasskey: (gate: Across, factor: string, counter: number) => gate.run(usePasskey, factor, counter),
  bind: (gate: Across, person: string, bound: Buffer) => gate.run(bind, person, bound),
  /** Locked: the next ones, by id, whose key an older version of the installation's key wraps. */
  lockWrappedBefore: (gate: Across, version: number, behind: string) => gate.run(wrappedBefore, version, behind),
  rewrap: (gate: Across, person: string, version: number, wrapped: Buffer) =>
    gate.run(rewrap, person, version, wrapped),
}
