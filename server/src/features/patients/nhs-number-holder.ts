import type { Within } from '../../platform/http/endpoint.ts'
import { findByTokens } from './patients.store.ts'

/** The patient (internal id) who has this NHS number, ten digits; null when nobody has. */
export async function nhsNumberHolder(
  { tx, vault, keys }: Pick<Within, 'tx' | 'vault' | 'keys'>,
  nhsNumber: string,
): Promise<string | null> {
  const token = vault.searchToken(keys.token, 'nhs-number', nhsNumber)
  return (await findByTokens(tx, [{ field: 'nhs-number', token }]))[0]?.patient ?? null
}
