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
const findTokens = statement<{ patient: string; field: TokenField }>(
  'token-find',
  `select t.patient, t.field from candour.token t join unnest($2::text[], $3::bytea[]) as w(field, token)
     on t.field = w.field and t.token = w.token where t.practice = $1 limit 50`,
)
const holders = statement<{ token: Buffer; patient: string }>(
  'token-holders',
  'select token, patient from candour.token where practice = $1 and field = $2 and token = any ($3::bytea[])',
)
export interface Token {
  field: TokenField
  token: Buffer
}

/** Replaces the tokens of patients. Throws `patient.nhs_number_taken`. */
export async function replaceTokens(
  tx: Transaction,
  patients: string[],
  tokens: (Token & { patient: string })[],
): Promise<void> {
  await tx.run(forgetTokens, tx.practice, patients)
  if (tokens.length === 0) return
  try {
    await tx.run(
      insertTokens,
      tx.practice,
      tokens.map((one) => one.patient),
      tokens.map((one) => one.field),
      tokens.map((one) => one.token),
    )
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('patient.nhs_number_taken')
    throw error
  }
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
