import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** A request beside its newest mark; what one of them lacks is null. */
export interface RequestRow {
  request: string
  person: string | null
  state: 'live' | 'over' | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer | null
}

export interface RequestToWrite {
  request: string
  person: string
  state: 'live' | 'over'
  revision: number
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  compartment: string
}

const insert = statement(
  'support-request-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Support', $2, 1, $5, $6))
   insert into candour.support (practice, request, person, sealed) values ($1, $2, $3, $4)`,
)
const update = statement<{ version: number }>(
  'support-request-update',
  `with u as (update candour.support set state = $3, revision = $4, sealed = $5
     where practice = $1 and request = $2 and revision = $4 - 1 returning request)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Support', request, $4, $6, $7 from u returning version`,
)
const columns = 's.person, s.state, s.revision, s.sealed'
const read = statement<RequestRow>(
  'support-request-read',
  `select $2::uuid as request, ${columns}, (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Support'
     and k.id = $2 order by k.version desc limit 1) as mark
   from (values (1)) one left join candour.support s on s.practice = $1 and s.request = $2`,
)
const lock = statement(
  'support-request-lock',
  'select from candour.support where practice = $1 and request = $2 for update',
)
const lockLive = statement(
  'support-request-lock-live',
  "select from candour.support where practice = $1 and state = 'live' order by request for update",
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<RequestRow>(
  'support-request-list',
  `select k.id as request, k.hash as mark, ${columns}
   from (select distinct on (id) id, hash from ledger.mark where practice = $1 and type = 'Support'
     order by id desc, version desc limit 500) k left join candour.support s on s.practice = $1 and s.request = k.id
   order by k.id desc`,
)
const live = statement<RequestRow>(
  'support-request-live',
  `select s.request, ${columns}, (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Support'
     and k.id = s.request order by k.version desc limit 1) as mark
   from candour.support s where s.practice = $1 and s.state = 'live'`,
)
const rulesMark = statement<{ mark: Buffer | null }>(
  'support-rules-mark',
  `select (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Rules' and k.id = $1
     order by k.version desc limit 1) as mark`,
)
const placesOf = statement<{ practice: string }>(
  'support-request-places',
  'select practice from candour.support where request = $1 and person = $2',
)
const ofPerson = statement<{ practice: string; request: string }>(
  'support-requests-of-person',
  'select practice, request from candour.support where person = $1 order by asked_at desc limit 50',
)

const practicesOf = statement<{ practice: string }>(
  'support-practices-of-person',
  'select distinct practice from candour.support where person = $1',
)

export const requests = {
  insert: (tx: Transaction, row: Omit<RequestToWrite, 'state' | 'revision'>) =>
    tx.run(insert, tx.practice, row.request, row.person, row.sealed, row.compartment, row.hash),
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(tx: Transaction, row: Omit<RequestToWrite, 'person'>) {
    const { request, state, revision, sealed, compartment, hash } = row
    const written = await tx.run(update, tx.practice, request, state, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  read: async (tx: Transaction, request: string) => (await tx.run(read, tx.practice, request))[0]!,
  lock: (tx: Transaction, request: string) => tx.run(lock, tx.practice, request),
  /** Before `live`: what is read then is what stays until the end of the transaction. */
  lockLive: (tx: Transaction) => tx.run(lockLive, tx.practice),
  list: (tx: Transaction) => tx.run(list, tx.practice),
  /** Those that may still let somebody in, or come to it. */
  live: (tx: Transaction) => tx.run(live, tx.practice),
  rulesMark: async (tx: Transaction) => (await tx.run(rulesMark, tx.practice))[0]!.mark,
  /** In which practices there is a request of this id by this person: one, unless somebody put another there. */
  placesOf: async (gate: Across, request: string, person: string) =>
    (await gate.run(placesOf, request, person)).map((row) => row.practice),
  /** Those that this person ever asked. */
  practicesOf: async (gate: Across, person: string) => (await gate.run(practicesOf, person)).map((row) => row.practice),
  /** The newest fifty, across practices. */
  ofPerson: (gate: Across, person: string) => gate.run(ofPerson, person),
}
