import type { Within } from '../../platform/http/endpoint.ts'
import { findHolders } from './patients.store.ts'

type Looking = Pick<Within, 'tx' | 'vault' | 'keys'>

/** The patient (internal id) who has this NHS number, ten digits; null when nobody has. */
export async function nhsNumberHolder(within: Looking, nhsNumber: string): Promise<string | null> {
  return (await nhsNumberHolders(within, [nhsNumber])).get(nhsNumber) ?? null
}

/** The patients who have these NHS numbers, by number, in one statement. */
export async function nhsNumberHolders(
  { tx, vault, keys }: Looking,
  nhsNumbers: readonly string[],
): Promise<Map<string, string>> {
  if (nhsNumbers.length === 0) return new Map()
  const numbers = new Map(
    nhsNumbers.map((number) => [vault.searchToken(keys.token, 'nhs-number', number).toString('hex'), number]),
  )
  const found = await findHolders(
    tx,
    'nhs-number',
    [...numbers.keys()].map((token) => Buffer.from(token, 'hex')),
  )
  return new Map(found.map(({ token, patient }) => [numbers.get(token.toString('hex'))!, patient]))
}
