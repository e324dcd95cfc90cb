import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** A link beside its newest mark; what one of them lacks is null. */
export interface LinkRow {
  link: string
  patient: string
  token_hash: Buffer | null
  visit_hash: Buffer | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer | null
}

interface LinkToWrite {
  link: string
  patient: string
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
}

const columns = 'a.token_hash, a.visit_hash, a.revision, a.sealed'
const insert = statement(
  'access-link-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'AccessLink', $2, 1, $3, $6))
   insert into candour.access_link (practice, link, patient, token_hash, sealed) values ($1, $2, $3, $4, $5)`,
)
const update = statement<{ version: number }>(
  'access-link-update',
  `with u as (update candour.access_link set visit_hash = $3, revision = $4, sealed = $5
     where practice = $1 and link = $2 and revision = $4 - 1 returning link, patient)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'AccessLink', link, $4, patient, $6 from u returning version`,
)
/** Locked first, read then: a statement that had to wait would see the new row beside the old mark. */
const lock = statement(
  'access-link-lock',
  'select from candour.access_link where practice = $1 and link = $2 for update',
)
const read = statement<LinkRow>(
  'access-link-read',
  `select k.id as link, k.compartment as patient, k.hash as mark, ${columns}
   from (select id, compartment, hash from ledger.mark where practice = $1 and type = 'AccessLink' and id = $2
     order by version desc limit 1) k left join candour.access_link a on a.practice = $1 and a.link = k.id`,
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<LinkRow>(
  'access-link-list',
  `select k.id as link, k.compartment as patient, k.hash as mark, ${columns}
   from (select distinct on (id) id, compartment, hash from ledger.mark where practice = $1 and compartment = $2
     and type = 'AccessLink' order by id desc, version desc limit 200) k
     left join candour.access_link a on a.practice = $1 and a.link = k.id order by k.id desc`,
)
const byToken = statement<{ practice: string; link: string }>(
  'access-link-by-token',
  'select practice, link from candour.access_link where token_hash = $1',
)
const byVisit = statement<{ practice: string; link: string }>(
  'access-link-by-visit',
  'select practice, link from candour.access_link where visit_hash = $1',
)
const rulesMark = statement<{ mark: Buffer | null }>(
  'access-link-rules-mark',
  `select (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Rules' and k.id = $1
     order by k.version desc limit 1) as mark`,
)

/** Two of one hash: somebody wrote another beside the right one, and neither counts. */
const theOne = <Row>(rows: Row[]): Row | null => (rows.length === 1 ? rows[0]! : null)

export const links = {
  insert: (tx: Transaction, tokenHash: Buffer, { link, patient, sealed, hash }: LinkToWrite) =>
    tx.run(insert, tx.practice, link, patient, tokenHash, sealed, hash),
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(
    tx: Transaction,
    row: Omit<LinkToWrite, 'patient'> & { revision: number; visitHash: Buffer | null },
  ): Promise<void> {
    const { link, visitHash, revision, sealed, hash } = row
    const written = await tx.run(update, tx.practice, link, visitHash, revision, sealed, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  lock: (tx: Transaction, link: string) => tx.run(lock, tx.practice, link),
  read: async (tx: Transaction, link: string) => (await tx.run(read, tx.practice, link))[0] ?? null,
  list: (tx: Transaction, patient: string) => tx.run(list, tx.practice, patient),
  byToken: async (gate: Across, hash: Buffer) => theOne(await gate.run(byToken, hash)),
  byVisit: async (gate: Across, hash: Buffer) => theOne(await gate.run(byVisit, hash)),
  rulesMark: async (tx: Transaction) => (await tx.run(rulesMark, tx.practice))[0]!.mark,
}
