import type { Within } from '../../platform/http/endpoint.ts'
import { identityTokens, type TokenIdentity } from './identity-tokens.ts'
import { findHolders } from './patients.store.ts'

/**
 * For each of these people the patients (internal ids) with that surname, by its letters alone, who were born on that day,
 * YYYY-MM-DD; in one statement.
 */
export async function patientsBornNamed(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  people: readonly Pick<TokenIdentity, 'family' | 'birthDate'>[],
): Promise<string[][]> {
  const none = { nhsNumber: null, phone: null, email: null }
  const tokens = people.map(({ family, birthDate }) => identityTokens(within, { family, birthDate, ...none })[0]?.token)
  const asked = tokens.filter((token) => token !== undefined)
  if (asked.length === 0) return people.map(() => [])
  const found = Map.groupBy(await findHolders(within.tx, 'surname-and-birth-date', asked), ({ token }) =>
    token.toString('hex'),
  )
  return tokens.map((token) => found.get(token?.toString('hex') ?? '')?.map(({ patient }) => patient) ?? [])
}
