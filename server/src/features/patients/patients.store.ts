import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

export type TokenField = 'nhs-number' | 'phone' | 'email' | 'surname-and-birth-date'

const forgetTokens = statement('token-forget', 'delete from candour.token where practice = $1 and patient = $2')
const insertTokens = statement(
  'token-insert',
  'insert into candour.token (practice, field, token, patient) select $1, field, token, $2 from unnest($3::text[], $4::bytea[]) as t(field, token)',
)
const findTokens = statement<{ patient: string; field: TokenField }>(
  'token-find',
  `select t.patient, t.field from candour.token t join unnest($2::text[], $3::bytea[]) as w(field, token)
     on t.field = w.field and t.token = w.token where t.practice = $1 limit 50`,
)
const upsertDirectory = statement(
  'directory-upsert',
  `insert into candour.directory (practice, patient, revision, sealed) values ($1, $2, $3, $4)
   on conflict (practice, patient) do update set revision = $3, sealed = $4, xid = pg_current_xact_id()`,
)
export interface DirectoryRow {
  patient: string
  revision: number
  sealed: Buffer
}
const readDirectory = statement<DirectoryRow & { xid: string }>(
  'directory-read',
  'select patient, revision, sealed, xid::text from candour.directory where practice = $1 and xid >= $2::xid8',
)
const horizon = statement<{ xid: string }>(
  'directory-horizon',
  'select pg_snapshot_xmin(pg_current_snapshot())::text as xid',
)

export interface Token {
  field: TokenField
  token: Buffer
}

/** Replaces a patient's tokens. Throws `patient.nhs_number_taken`. */
export async function replaceTokens(tx: Transaction, patient: string, tokens: Token[]): Promise<void> {
  await tx.run(forgetTokens, tx.practice, patient)
  try {
    await tx.run(
      insertTokens,
      tx.practice,
      patient,
      tokens.map((one) => one.field),
      tokens.map((one) => one.token),
    )
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('patient.nhs_number_taken')
    throw error
  }
}

export function findByTokens(tx: Transaction, tokens: Token[]) {
  return tx.run(
    findTokens,
    tx.practice,
    tokens.map((one) => one.field),
    tokens.map((one) => one.token),
  )
}

export async function writeDirectory(
  tx: Transaction,
  patient: string,
  revision: number,
  sealed: Buffer,
): Promise<void> {
  await tx.run(upsertDirectory, tx.practice, patient, revision, sealed)
}

/**
 * Rows written by transactions from `position` on, and where to go on next time. The horizon is asked first: a
 * transaction that commits late is behind neither.
 */
export async function readDirectorySince(
  tx: Transaction,
  position: string,
): Promise<{ rows: DirectoryRow[]; next: string }> {
  const [[next], rows] = await Promise.all([tx.run(horizon), tx.run(readDirectory, tx.practice, position)])
  return { rows, next: next!.xid }
}
