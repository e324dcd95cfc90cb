import type { Within } from '../../platform/http/endpoint.ts'
import { identityTokens } from './identity-tokens.ts'
import { findByTokens } from './patients.store.ts'

/** The patients (internal ids) with this surname, by its letters alone, who were born on this day, YYYY-MM-DD. */
export async function patientsBornNamed(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  family: string,
  birthDate: string,
): Promise<string[]> {
  const tokens = identityTokens(within, { family, birthDate, nhsNumber: null, phone: null, email: null })
  return tokens.length === 0 ? [] : (await findByTokens(within.tx, tokens)).map(({ patient }) => patient)
}
