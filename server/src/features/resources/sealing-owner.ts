import type { FhirResource, KeptType } from './parse-resource.ts'
import { invalid } from './parse-resource.ts'

/**
 * The elements that name the patient who owns a resource. It is not FHIR's patient compartment, which is for search.
 * The table for all types is generated with the validation.
 */
const owners: Record<Exclude<KeptType, 'Patient'>, string> = {
  Composition: 'subject',
  DocumentReference: 'subject',
  AllergyIntolerance: 'patient',
}

/** The FHIR id of the owning patient. Throws `resource.invalid` when none is named. */
export function ownerOf(type: KeptType, resource: FhirResource): string {
  if (type === 'Patient') return resource.id!
  const element = owners[type]
  const reference = (resource[element] as { reference?: unknown } | undefined)?.reference
  const path = `${type}.${element}`
  if (typeof reference !== 'string') invalid(path, 'Candour needs to know whose record this is: name the patient here.')
  const match = /^(?:.*\/)?Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/\d+)?$/.exec(reference)
  if (match === null || /^[a-z]+:/i.test(reference))
    invalid(`${path}.reference`, 'This must be a reference such as Patient/123.')
  return match[1]!
}
