import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKind } from '../../platform/vault/vault.ts'

export interface NewVersion {
  type: string
  id: string
  version: number
  compartment: string
  lastUpdated: Date
  size: number
  hash: Buffer
  sealed: Buffer
  summary: Buffer
}

const insert = statement(
  'resource-insert',
  `insert into candour.resource (practice, type, id, version, compartment, last_updated, size, schema_version, hash, sealed, summary)
   values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10)`,
)
const mark = statement(
  'resource-mark',
  'insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, $2, $3, $4, $5, $6)',
)

/** The ledger's mark of a version; the row's columns are null when the row is gone or is not the marked one. */
export interface MarkedRow {
  type: string
  id: string
  version: number
  compartment: string
  mark: Buffer
  hash: Buffer | null
  sealed: Buffer | null
  summary: Buffer | null
  last_updated: Date | null
}
/** With the key of its compartment, so that opening it needs no second look; null when there is no such compartment. */
export interface WholeRow extends MarkedRow {
  kind: CompartmentKind | null
  practice_key_version: number
  wrapped: Buffer | null
}
const withRow = `left join candour.resource r on r.practice = m.practice and r.type = m.type and r.id = m.id
  and r.version = m.version and r.compartment = m.compartment`
const joined = `ledger.mark m ${withRow}`
const columns = `m.type, m.id, m.version, m.compartment, m.hash as mark, r.hash, r.sealed, r.last_updated,
  null::bytea as summary, c.kind, c.practice_key_version, c.wrapped`
const withKey = `${withRow} left join candour.compartment c on c.practice = m.practice and c.compartment = m.compartment`

const newest = statement<WholeRow & { place: number }>(
  'resource-newest',
  `select w.place, ${columns} from unnest($2::text[], $3::uuid[]) with ordinality as w(type, id, place)
     cross join lateral (select * from ledger.mark where practice = $1 and type = w.type and id = w.id
       order by version desc limit 1) m ${withKey}`,
)
const one = statement<WholeRow>(
  'resource-version',
  `select ${columns} from ledger.mark m ${withKey} where m.practice = $1 and m.type = $2 and m.id = $3 and m.version = $4`,
)
const versions = statement<MarkedRow>(
  'resource-versions',
  `select m.type, m.id, m.version, m.compartment, m.hash as mark, r.hash, r.summary, r.last_updated, null::bytea as sealed
   from ${joined} where m.practice = $1 and m.type = $2 and m.id = $3 order by m.version`,
)
const summaries = statement<MarkedRow>(
  'resource-summaries',
  `select distinct on (m.type, m.id) m.type, m.id, m.version, m.compartment, m.hash as mark, r.hash, r.summary,
     r.last_updated, null::bytea as sealed
   from ${joined} where m.practice = $1 and m.compartment = $2 and m.type = any($3) order by m.type, m.id, m.version desc`,
)
const whole = statement<WholeRow & { place: number }>(
  'resource-whole',
  `select w.place, ${columns} from unnest($2::uuid[], $3::text[]) with ordinality as w(compartment, type, place)
     cross join lateral (select distinct on (id) * from ledger.mark
       where practice = $1 and compartment = w.compartment and type = w.type order by id, version desc) m ${withKey}`,
)

/** Throws `record.changed_meanwhile` when that version is there already: the unique key is the guard. */
export async function insertVersion(tx: Transaction, row: NewVersion): Promise<void> {
  const { type, id, version, compartment, lastUpdated, size, hash, sealed, summary } = row
  try {
    await Promise.all([
      tx.run(insert, tx.practice, type, id, version, compartment, lastUpdated, size, hash, sealed, summary),
      tx.run(mark, tx.practice, type, id, version, compartment, hash),
    ])
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('record.changed_meanwhile')
    throw error
  }
}

export async function readNewest(tx: Transaction, type: string, id: string): Promise<WholeRow | null> {
  return (await tx.runTogether(newest, type, id))[0] ?? null
}

export async function readVersion(
  tx: Transaction,
  type: string,
  id: string,
  version: number,
): Promise<WholeRow | null> {
  return (await tx.run(one, tx.practice, type, id, version))[0] ?? null
}

export function listVersions(tx: Transaction, type: string, id: string): Promise<MarkedRow[]> {
  return tx.run(versions, tx.practice, type, id)
}

/** The newest version of everything of these types in a compartment, without the sealed bytes. */
export function listSummaries(tx: Transaction, compartment: string, types: readonly string[]): Promise<MarkedRow[]> {
  return tx.run(summaries, tx.practice, compartment, types)
}

/** The same with the sealed bytes, for one type of which a compartment holds few. */
export function listWhole(tx: Transaction, compartment: string, type: string): Promise<WholeRow[]> {
  return tx.runTogether(whole, compartment, type)
}
