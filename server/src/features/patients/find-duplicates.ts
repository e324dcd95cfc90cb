import type { PatientDetails, PatientMatch } from '@candour/contract/patients.ts'
import type { Asker, Directory } from '../directory/directory.ts'
import { identityTokens } from './identity-tokens.ts'
import { findByTokens, type TokenField } from './patients.store.ts'

const reasons: Record<TokenField, string> = {
  'nhs-number': 'Same NHS number',
  'surname-and-birth-date': 'Same surname and birth date',
  phone: 'Same phone',
  email: 'Same email',
}
const order: TokenField[] = ['nhs-number', 'surname-and-birth-date', 'email', 'phone']

/** Who in this practice may be the same person, the surest first, at most 10. */
export async function findDuplicates(
  asker: Asker,
  directory: Directory,
  details: PatientDetails,
): Promise<PatientMatch[]> {
  const hits = await findByTokens(asker.tx, identityTokens(asker, details))
  if (hits.length === 0) return []
  const byPatient = new Map<string, TokenField>()
  for (const field of order)
    for (const hit of hits) if (hit.field === field && !byPatient.has(hit.patient)) byPatient.set(hit.patient, field)
  const listed = await directory.get(asker, [...byPatient.keys()])
  return listed.slice(0, 10).map((one) => ({ ...one, reason: reasons[byPatient.get(one.id)!] }))
}
