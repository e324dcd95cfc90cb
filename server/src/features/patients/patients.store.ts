import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

export type TokenField = 'nhs-number' | 'phone' | 'email' | 'surname-and-birth-date'

const forgetTokens = statement(
  'token-forget',
  'delete from candour.token where practice = $1 and patient = any($2::uuid[])',
)
const insertTokens = statement(
  'token-insert',
  `insert into candour.token (practice, field, token, patient)
   select $1, field, token, patient from unnest($2::uuid[], $3::text[], $4::bytea[]) as t(patient, field, token)`,
)
/** Token by token: joined, a plan made while the table was small reads it whole each time (1.3 ms of 1,300 patients). */
const findTokens = statement<{ patient: string; field: TokenField }>(
  'token-find',
  `select t.patient, w.field from unnest($2::text[], $3::bytea[]) as w(field, token) cross join lateral
     (select patient from candour.token where practice = $1 and field = w.field and token = w.token limit 50) t limit 50`,
)
const holders = statement<{ token: Buffer; patient: string }>(
  'token-holders',
  'select token, patient from candour.token where practice = $1 and field = $2 and token = any ($3::bytea[])',
)
export interface Token {
  field: TokenField
  token: Buffer
}

/** Leaves with the statement that comes next. */
export function forgetTokensOf(tx: Transaction, patients: string[]): void {
  tx.send(forgetTokens, [tx.practice, patients])
}

/**
 * Leaves with the statement that comes next, which fails (or the commit does) with `patient.nhs_number_taken` when another
 * patient has that number.
 */
export function addTokens(tx: Transaction, tokens: (Token & { patient: string })[]): void {
  const given = [tokens.map((one) => one.patient), tokens.map((one) => one.field), tokens.map((one) => one.token)]
  tx.send(insertTokens, [tx.practice, ...given], taken)
}

function taken(error: unknown): unknown {
  return (error as { code?: string }).code === '23505' ? new AppError('patient.nhs_number_taken') : error
}

/** Everybody who has one of these tokens. */
export function findHolders(tx: Transaction, field: TokenField, tokens: readonly Buffer[]) {
  return tx.run(holders, tx.practice, field, tokens)
}

export function findByTokens(tx: Transaction, tokens: Token[]) {
  return tx.run(
    findTokens,
    tx.practice,
    tokens.map((one) => one.field),
    tokens.map((one) => one.token),
  )
}
