import type { Within } from '../../platform/http/endpoint.ts'
import { listPeople } from '../directory/write-deltas.ts'
import { identityTokens } from './identity-tokens.ts'
import { addTokens, forgetTokensOf } from './patients.store.ts'
import type { Identity } from './patient-fhir.ts'
import { personOf } from './people-after.ts'

export interface PatientToIndex {
  /** Internal id. */
  patient: string
  version: number
  identity: Identity
}

/** Makes a patient findable: tokens of exact identifiers, and the row by which the directory knows. */
export function indexPatient(within: Within, patient: string, version: number, identity: Identity): Promise<void> {
  return indexPatients(within, [{ patient, version, identity }])
}

/**
 * The same for many, each patient once, in as many statements as for one. Throws `patient.nhs_number_taken` when one of
 * them has the NHS number of another patient; then the transaction is over for all.
 */
export async function indexPatients(within: Within, list: PatientToIndex[]): Promise<void> {
  const identities = list.map(({ patient, version, identity }) => ({
    revision: version,
    person: personOf(patient, identity),
  }))
  const tokens = identities.flatMap(({ person }) =>
    identityTokens(within, person).map((token) => ({ ...token, patient: person.id })),
  )
  // The first version has none yet.
  const changed = list.filter(({ version }) => version > 1).map(({ patient }) => patient)
  if (changed.length > 0) forgetTokensOf(within.tx, changed)
  if (tokens.length > 0) addTokens(within.tx, tokens)
  await listPeople(within, identities)
}
