import { patientsNamed, type PatientsNamed } from '../../platform/fhir/patients-named.ts'
import { identityOf, type Identity } from '../patients/patient-fhir.ts'
import type { FhirResource } from './check-resource.ts'
import { stampPlaces, type StampPlace } from './stamp-places.ts'
import { summarise } from './summarise.ts'
import type { Summary } from './summary.ts'

/** What has to be known of a resource to keep it: small, however large the resource is, so that it can go between threads. */
export interface ResourceFacts {
  type: string
  /** FHIR id, where it came with one. */
  id: string | null
  named: Pick<PatientsNamed, 'owners' | 'place'>
  summary: Summary
  /** Of a Patient; null of everything else. */
  identity: Identity | null
  stamps: StampPlace[]
}

/** More patients than one resource may name. */
export const mostNamed = 500

/** @param bytes the same resource, as it came */
export function factsOf(resource: FhirResource, bytes: Buffer, now: Date): ResourceFacts {
  const { owners, place } = patientsNamed(resource)
  const { resourceType: type, id = null } = resource
  return {
    type,
    id,
    // One above the bound says that it is broken.
    named: { owners: owners.slice(0, mostNamed + 1), place },
    summary: summarise(resource, now),
    identity: type === 'Patient' ? identityOf(resource) : null,
    stamps: stampPlaces(bytes),
  }
}
