import type { Within } from '../../platform/http/endpoint.ts'
import { findHolders } from './patients.store.ts'

type Looking = Pick<Within, 'tx' | 'vault' | 'keys'>

/** The patients (internal ids) who have these NHS numbers, of ten digits, by number; in one statement. */
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
