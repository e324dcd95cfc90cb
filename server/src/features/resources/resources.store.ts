import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

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
const columns = `m.type, m.id, m.version, m.compartment, m.hash as mark, r.hash, r.sealed, r.summary, r.last_updated`
const joined = `ledger.mark m left join candour.resource r on r.practice = m.practice and r.type = m.type and r.id = m.id
  and r.version = m.version and r.compartment = m.compartment`

const newest = statement<MarkedRow>(
  'resource-newest',
  `select ${columns} from ${joined} where m.practice = $1 and m.type = $2 and m.id = $3 order by m.version desc limit 1`,
)
const one = statement<MarkedRow>(
  'resource-version',
  `select ${columns} from ${joined} where m.practice = $1 and m.type = $2 and m.id = $3 and m.version = $4`,
)
const versions = statement<MarkedRow>(
  'resource-versions',
  `select m.type, m.id, m.version, m.compartment, m.hash as mark, r.hash, r.summary, r.last_updated, null::bytea as sealed
   from ${joined} where m.practice = $1 and m.type = $2 and m.id = $3 order by m.version`,
)
const newestMarks = statement<Pick<MarkedRow, 'type' | 'id' | 'version' | 'compartment' | 'mark'>>(
  'resource-newest-marks',
  `select distinct on (type, id) type, id, version, compartment, hash as mark
   from ledger.mark where practice = $1 and compartment = $2 order by type, id, version desc`,
)
const summaries = statement<Pick<MarkedRow, 'type' | 'id' | 'version' | 'hash' | 'summary' | 'last_updated'>>(
  'resource-summaries',
  'select type, id, version, hash, summary, last_updated from candour.resource where practice = $1 and compartment = $2',
)
const whole = statement<MarkedRow>(
  'resource-whole',
  `select distinct on (m.type, m.id) ${columns}
   from ${joined} where m.practice = $1 and m.compartment = $2 and m.type = $3 order by m.type, m.id, m.version desc`,
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

export async function readNewest(tx: Transaction, type: string, id: string): Promise<MarkedRow | null> {
  return (await tx.run(newest, tx.practice, type, id))[0] ?? null
}

export async function readVersion(
  tx: Transaction,
  type: string,
  id: string,
  version: number,
): Promise<MarkedRow | null> {
  return (await tx.run(one, tx.practice, type, id, version))[0] ?? null
}

export function listVersions(tx: Transaction, type: string, id: string): Promise<MarkedRow[]> {
  return tx.run(versions, tx.practice, type, id)
}

/**
 * The newest version of everything in a compartment, without the sealed bytes. Joined here: a plan made while the tables
 * were small read the whole record again for each of its rows (5,000 took 2 s). Marks come first, so that a version
 * written in between has its row.
 */
export async function listSummaries(tx: Transaction, compartment: string): Promise<MarkedRow[]> {
  const marks = await tx.run(newestMarks, tx.practice, compartment)
  const rows = new Map(
    (await tx.run(summaries, tx.practice, compartment)).map((row) => [`${row.type}/${row.id}/${row.version}`, row]),
  )
  const gone = { hash: null, summary: null, last_updated: null }
  return marks.map((one) => ({ ...gone, ...one, ...rows.get(`${one.type}/${one.id}/${one.version}`), sealed: null }))
}

/** The same with the sealed bytes, for one type of which a compartment holds few. */
export function listWhole(tx: Transaction, compartment: string, type: string): Promise<MarkedRow[]> {
  return tx.run(whole, tx.practice, compartment, type)
}
