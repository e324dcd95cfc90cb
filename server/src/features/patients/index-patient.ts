import type { Within } from '../../platform/http/endpoint.ts'
import { listPeople } from '../directory/write-deltas.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { identityTokens } from './identity-tokens.ts'
import { identityOf } from './patient-fhir.ts'
import { addTokens, forgetTokensOf } from './patients.store.ts'

export interface PatientToIndex {
  /** Internal id. */
  patient: string
  version: number
  resource: FhirResource
}

/** Makes a patient findable: tokens of exact identifiers, and the row by which the directory knows. */
export function indexPatient(within: Within, patient: string, version: number, resource: FhirResource): Promise<void> {
  return indexPatients(within, [{ patient, version, resource }])
}

/**
 * The same for many, each patient once, in as many statements as for one. Throws `patient.nhs_number_taken` when one of
 * them has the NHS number of another patient; then the transaction is over for all.
 */
export async function indexPatients(within: Within, list: PatientToIndex[]): Promise<void> {
  const identities = list.map(({ patient, version, resource }) => ({ patient, version, ...identityOf(resource) }))
  const tokens = identities.flatMap((identity) =>
    identityTokens(within, identity).map((token) => ({ ...token, patient: identity.patient })),
  )
  // The first version has none yet.
  const changed = list.filter(({ version }) => version > 1).map(({ patient }) => patient)
  if (changed.length > 0) forgetTokensOf(within.tx, changed)
  if (tokens.length > 0) addTokens(within.tx, tokens)
  const people = identities.map((identity) => {
    const { patient, version, family, given, title, birthDate, sex, nhsNumber, phone, email, address } = identity
    const postcode = address?.postcode ?? null
    const person = { id: patient, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
    return { revision: version, person }
  })
  await listPeople(within, people)
}
