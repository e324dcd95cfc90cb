import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** What somebody filed, or announced, beside its newest mark; what one of them lacks is null. */
export interface EvidenceRow {
  evidence: string
  promise: string | null
  state: 'announced' | 'filed' | null
  /** `YYYY-MM-DD`. */
  expires_on: string | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer | null
}

/** Who sees to the evidence of a promise, beside the newest mark. */
export interface OwnerRow {
  owner: string
  chased_at: Date | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer
  /** Of the mark. */
  version: number
}

interface Sealed {
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  compartment: string
}

const columns = `e.promise, e.state, e.expires_on::text, e.revision, e.sealed`
const announce = statement(
  'evidence-announce',
  'insert into candour.evidence (practice, evidence, promise, expires_on, sealed) values ($1, $2, $3, $4::date, $5)',
)
const read = statement<EvidenceRow>(
  'evidence-read',
  `select e.evidence, ${columns}, (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Evidence' and k.id = $2
     order by k.version desc limit 1) as mark
   from candour.evidence e where e.practice = $1 and e.evidence = $2`,
)
const file = statement<{ version: number }>(
  'evidence-file',
  `with e as (update candour.evidence set state = 'filed', revision = 2, sealed = $3
     where practice = $1 and evidence = $2 and state = 'announced' returning evidence)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Evidence', evidence, 2, $4, $5 from e returning version`,
)
/** Of two at once one has its revision. */
const revise = statement<{ version: number }>(
  'evidence-revise',
  `with e as (update candour.evidence set revision = $3, sealed = $4
     where practice = $1 and evidence = $2 and state = 'filed' and revision = $3 - 1 returning evidence)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Evidence', evidence, $3, $5, $6 from e returning version`,
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<EvidenceRow>(
  'evidence-list',
  `select k.id as evidence, k.hash as mark, ${columns}
   from (select distinct on (id) id, hash from ledger.mark where practice = $1 and type = 'Evidence'
     order by id desc, version desc limit 2000) k left join candour.evidence e on e.practice = $1 and e.evidence = k.id
   order by k.id desc`,
)
const forget = statement<{ evidence: string }>(
  'evidence-forget',
  `delete from candour.evidence where practice = $1 and state = 'announced'
     and announced_at < clock_timestamp() - interval '48 hours' returning evidence`,
)
const owners = statement<OwnerRow>(
  'evidence-owners',
  `select k.id as owner, k.hash as mark, k.version, o.chased_at, o.revision, o.sealed
   from (select distinct on (id) id, hash, version from ledger.mark where practice = $1 and type = 'EvidenceOwner'
     order by id, version desc limit 200) k left join candour.evidence_owner o on o.practice = $1 and o.owner = k.id`,
)
/** Whatever became of the row before: naming anew mends it. Of two at once one has its mark. */
const name = statement(
  'evidence-owner-name',
  `with o as (insert into candour.evidence_owner (practice, owner, revision, sealed, chased_at) values ($1, $2, $3, $4, $7)
     on conflict (practice, owner) do update set revision = excluded.revision, sealed = excluded.sealed, chased_at = excluded.chased_at
     returning owner)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'EvidenceOwner', owner, $3, $5, $6 from o`,
)

export const evidences = {
  announce: (tx: Transaction, evidence: string, promise: string, expiresOn: string, sealed: Buffer) =>
    tx.run(announce, tx.practice, evidence, promise, expiresOn, sealed),
  read: async (tx: Transaction, evidence: string) => (await tx.run(read, tx.practice, evidence))[0] ?? null,
  /** False when its bytes are there already. */
  file: async (tx: Transaction, evidence: string, { sealed, compartment, hash }: Sealed) =>
    (await tx.run(file, tx.practice, evidence, sealed, compartment, hash)).length === 1,
  /** Throws `record.changed_meanwhile`. */
  async revise(tx: Transaction, evidence: string, revision: number, { sealed, compartment, hash }: Sealed) {
    const kept = await tx.run(revise, tx.practice, evidence, revision, sealed, compartment, hash)
    if (kept.length === 0) throw new AppError('record.changed_meanwhile')
  },
  /** Newest first. */
  list: (tx: Transaction) => tx.run(list, tx.practice),
  /** What was announced more than 48 hours ago and never came. Answers how many. */
  forget: async (tx: Transaction) => (await tx.run(forget, tx.practice)).length,
  owners: (tx: Transaction) => tx.run(owners, tx.practice),
  /** Throws `record.changed_meanwhile`. */
  async name(tx: Transaction, owner: string, revision: number, row: Sealed & { chasedAt: Date | null }) {
    const { sealed, compartment, hash, chasedAt } = row
    try {
      await tx.run(name, tx.practice, owner, revision, sealed, compartment, hash, chasedAt)
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AppError('record.changed_meanwhile')
      throw error
    }
  },
}
