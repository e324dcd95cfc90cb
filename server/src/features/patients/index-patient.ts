import type { Within } from '../../platform/http/endpoint.ts'
import { listPeople } from '../directory/write-deltas.ts'
import { identityTokens } from './identity-tokens.ts'
import type { Identity } from './patient-fhir.ts'
import { replaceTokens } from './patients.store.ts'

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
  const identities = list.map(({ patient, version, identity }) => ({ ...identity, patient, version }))
  const tokens = identities.flatMap((identity) =>
    identityTokens(within, identity).map((token) => ({ ...token, patient: identity.patient })),
  )
  await replaceTokens(
    within.tx,
    list.map((one) => one.patient),
    tokens,
  )
  const people = identities.map((identity) => {
    const { patient, version, family, given, title, birthDate, sex, nhsNumber, phone, email, address } = identity
    const postcode = address?.postcode ?? null
    const person = { id: patient, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
    return { revision: version, person }
  })
  await listPeople(within, people)
}
