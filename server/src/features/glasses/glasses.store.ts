import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

export type GlassState = 'open' | 'ended' | 'settled'
/** A glass beside its newest mark; what one of them lacks is null. */
export interface GlassRow {
  glass: string
  patient: string | null
  member: string | null
  state: GlassState | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer
}

const insert = statement(
  'glass-insert',
  `with m as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Glass', $2, 1, $3, $6))
   insert into candour.glass (practice, glass, patient, member, sealed) values ($1, $2, $3, $4, $5)`,
)
const update = statement<{ version: number }>(
  'glass-update',
  `with g as (update candour.glass set state = $3, revision = $4, sealed = $5
     where practice = $1 and glass = $2 and revision = $4 - 1 returning glass, patient)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Glass', glass, $4, patient, $6 from g returning version`,
)
const columns = 'g.patient, g.member, g.state, g.revision, g.sealed'
const read = statement<GlassRow>(
  'glass-read',
  `select k.id as glass, k.hash as mark, ${columns}
   from (select id, hash from ledger.mark where practice = $1 and type = 'Glass' and id = $2 order by version desc limit 1) k
     left join candour.glass g on g.practice = $1 and g.glass = k.id`,
)
/** By the marks: a row that was taken away is missed. Ids grow with time. */
const list = statement<GlassRow>(
  'glass-list',
  `select k.id as glass, k.hash as mark, ${columns}
   from (select distinct on (id) id, hash from ledger.mark where practice = $1 and type = 'Glass'
     order by id desc, version desc limit 1000) k left join candour.glass g on g.practice = $1 and g.glass = k.id
   order by g.state is not distinct from 'settled', k.id desc limit 200`,
)
const lockRestriction = statement(
  'glass-lock-restriction',
  'select from candour.restriction where practice = $1 and patient = $2 for update',
)

export const glasses = {
  insert: (tx: Transaction, row: { glass: string; patient: string; member: string; sealed: Buffer; hash: Buffer }) =>
    tx.run(insert, tx.practice, row.glass, row.patient, row.member, row.sealed, row.hash),
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(
    tx: Transaction,
    row: { glass: string; state: GlassState; revision: number; sealed: Buffer; hash: Buffer },
  ) {
    const written = await tx.run(update, tx.practice, row.glass, row.state, row.revision, row.sealed, row.hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  read: async (tx: Transaction, glass: string) => (await tx.run(read, tx.practice, glass))[0] ?? null,
  list: (tx: Transaction) => tx.run(list, tx.practice),
  /** Those who break the glass of one record at the same time come one behind the other. */
  lockRestriction: (tx: Transaction, patient: string) => tx.run(lockRestriction, tx.practice, patient),
}
