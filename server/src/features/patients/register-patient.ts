import type { PatientDetails, patientRoutes } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { emit } from '../events/emit.ts'
import { authorOf } from '../members/author-of.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { writeResource } from '../resources/write-resource.ts'
import { addAllergies } from './allergies.ts'
import type { Directory } from '../directory/directory.ts'
import { findDuplicates } from './find-duplicates.ts'
import { indexPatient } from './index-patient.ts'
import { card } from './open-patient.ts'
import { identityOf, toFhirPatient } from './patient-fhir.ts'

type Register = typeof patientRoutes.register

/** Offers possible duplicates first; keeps nothing until the caller has seen them. */
export function registerPatient(directory: Directory) {
  return async (call: Call<PatientDetails & { duplicatesSeen: boolean }>): Promise<Outcome<OutputOf<Register>>> => {
    const { duplicatesSeen, ...details } = call.input
    const { now, actor } = call
    const [duplicates, author] = await Promise.all([
      duplicatesSeen ? [] : findDuplicates(call, directory, details),
      authorOf(call, actor),
    ])
    if (duplicates.length > 0)
      return { output: { outcome: 'duplicates', duplicates }, subjects: duplicates.map((one) => one.id) }
    const id = newId()
    const key = await createCompartment(call, 'patient', id)
    const resource = toFhirPatient(details)
    const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), { id, version: 1, lastUpdated: now })
    const summary = { kind: 'patient', title: 'Patient', at: now.toISOString(), author, preview: '' } as const
    writeResource(call, key, { type: 'Patient', id, version: 1, bytes, summary })
    addAllergies(call, key, details.allergies, author)
    emit(call, { kind: 'patient.changed', patient: id, object: null, member: actor.member })
    await indexPatient(call, id, 1, identityOf(resource))
    const patient = card({ id, version: 1, resource }, details.allergies)
    return { output: { outcome: 'registered', patient }, subjects: [id] }
  }
}
