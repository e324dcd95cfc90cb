import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { indexPatient } from '../patients/index-patient.ts'
import type { FhirResource } from './check-resource.ts'
import { homeOf, openHome, type Moving } from './home.ts'
import type { AnsweredResource } from './resource-answer.ts'
import { spliceMeta } from './splice-meta.ts'
import { summarise } from './summarise.ts'
import { writeResource } from './write-resource.ts'

export interface ResourceToKeep extends Moving {
  type: string
  /** Internal id. */
  id: string
  fhirId: string
  version: number
  resource: FhirResource
  received: Buffer
}

/** Seals what was received, with `id` and `meta` spliced in, into its owner's compartment. */
export async function keepResource(within: Within, kept: ResourceToKeep): Promise<AnsweredResource> {
  const { type, id, fhirId, version, resource, received } = kept
  const { now } = within
  const bytes = spliceMeta(received, { id: fhirId, version, lastUpdated: now })
  const key =
    type === 'Patient'
      ? await openPatientHome(within, id, version)
      : await openHome(within, await homeOf(within, resource), kept)
  writeResource(within, key, { type, id, version, bytes, summary: summarise(resource, now) })
  if (type === 'Patient') await indexPatient(within, id, version, resource)
  return { type, fhirId, version, lastUpdated: now, bytes }
}

/** A patient is their own owner: the compartment has the patient's id. */
export async function openPatientHome(within: Within, id: string, version: number): Promise<CompartmentKey> {
  if (version === 1) return createCompartment(within, 'patient', id)
  const own = await openCompartment(within, id)
  if (own === null) throw new AppError('resource.not_found')
  return own
}
