import type { Within } from '../../platform/http/endpoint.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { sealDirectoryRow } from './directory-row.ts'
import { identityOf } from './patient-fhir.ts'
import { identityTokens } from './identity-tokens.ts'
import { replaceTokens, writeDirectory } from './patients.store.ts'

/** Makes a patient findable: tokens of exact identifiers, and a sealed row for the resident directory. */
export async function indexPatient(
  within: Within,
  patient: string,
  version: number,
  resource: FhirResource,
): Promise<void> {
  const identity = identityOf(resource)
  await replaceTokens(within.tx, patient, identityTokens(within, identity))
  await writeDirectory(within.tx, patient, version, sealDirectoryRow(within, patient, version, identity))
}

/** Deleted patients are found no more. */
export async function forgetPatient(within: Within, patient: string, version: number): Promise<void> {
  await replaceTokens(within.tx, patient, [])
  await writeDirectory(within.tx, patient, version, sealDirectoryRow(within, patient, version, null))
}
