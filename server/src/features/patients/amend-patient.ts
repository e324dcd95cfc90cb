import type { PatientCard, PatientDetails } from '@candour/contract/patients.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { emit } from '../events/emit.ts'
import { authorOf } from '../members/author-of.ts'
import { elementsOf } from '../resources/read-leniently.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { writeResource } from '../resources/write-resource.ts'
import { writeAllergies } from './allergies.ts'
import { indexPatient } from './index-patient.ts'
import { cardOf, openPatient } from './open-patient.ts'
import { identityOf, toFhirPatient } from './patient-fhir.ts'

/** Elements that the form knows; what else a Patient from elsewhere holds stays as it is. */
const formElements = ['name', 'telecom', 'gender', 'birthDate', 'address', 'identifier']

/** Throws `patient.not_found`, `record.changed_meanwhile`, `patient.nhs_number_taken`. */
export async function amendPatient(
  call: Call<PatientDetails & { id: string; baseVersion: number }>,
): Promise<Outcome<PatientCard>> {
  const { id: asked, baseVersion, ...details } = call.input
  const { now, actor } = call
  const before = await openPatient(call, asked)
  if (before.version !== baseVersion) throw new AppError('record.changed_meanwhile')
  const key = await openCompartment(call, before.id)
  const kept = Object.fromEntries(
    Object.entries(before.resource).filter(([element]) => !formElements.includes(element)),
  )
  const form = toFhirPatient(details)
  const otherIdentifiers = elementsOf(before.resource['identifier']).filter(
    (one) => one['system'] !== 'https://fhir.nhs.uk/Id/nhs-number',
  )
  const identifier = [...((form['identifier'] ?? []) as object[]), ...otherIdentifiers]
  const resource = { ...kept, ...form, resourceType: 'Patient', ...(identifier.length === 0 ? {} : { identifier }) }
  const version = before.version + 1
  const fhirId = before.resource.id ?? before.id
  const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), { id: fhirId, version, lastUpdated: now })
  const author = await authorOf(call, actor)
  const summary = { kind: 'patient', title: 'Patient', at: now.toISOString(), author, preview: '' } as const
  writeResource(call, key!, { type: 'Patient', id: before.id, version, bytes, summary })
  await indexPatient(call, before.id, version, identityOf(resource))
  await writeAllergies(call, key!, details.allergies, author)
  emit(call, { kind: 'patient.changed', patient: before.id, object: null, member: actor.member })
  return { output: await cardOf(call, { id: before.id, version, resource }), subjects: [before.id] }
}
