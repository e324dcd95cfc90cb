import { AppError } from '../../platform/app-error.ts'
import { breather } from '../../platform/breathe.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { indexPatient } from '../patients/index-patient.ts'
import { homeOf, openHome, type Moving } from './home.ts'
import type { AnsweredResource } from './resource-answer.ts'
import type { ResourceFacts } from './resource-facts.ts'
import { stampBytes } from './stamp-places.ts'
import { writeResource } from './write-resource.ts'

export interface ResourceToKeep extends Moving {
  type: string
  /** Internal id. */
  id: string
  fhirId: string
  version: number
  facts: ResourceFacts
  received: Buffer
}

/** Seals what was received, with `id` and `meta` spliced in, into its owner's compartment. */
export async function keepResource(within: Within, kept: ResourceToKeep): Promise<AnsweredResource> {
  const { type, id, fhirId, version, facts, received } = kept
  const { now } = within
  const breathe = breather()
  const bytes = stampBytes(received, facts.stamps, { id: fhirId, version, lastUpdated: now })
  await breathe()
  const key =
    type === 'Patient'
      ? await openPatientHome(within, id, version)
      : await openHome(within, await homeOf(within, facts), kept)
  writeResource(within, key, { type, id, version, bytes, summary: facts.summary })
  if (facts.identity !== null) await indexPatient(within, id, version, facts.identity)
  return { type, fhirId, version, lastUpdated: now, bytes }
}

/** A patient is their own owner: the compartment has the patient's id. */
export async function openPatientHome(within: Within, id: string, version: number): Promise<CompartmentKey> {
  if (version === 1) return createCompartment(within, 'patient', id)
  const own = await openCompartment(within, id)
  if (own === null) throw new AppError('resource.not_found')
  return own
}
