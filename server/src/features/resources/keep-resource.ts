import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { indexPatient } from '../patients/index-patient.ts'
import { invalid, type FhirResource, type KeptType } from './parse-resource.ts'
import type { AnsweredResource } from './resource-answer.ts'
import { resourceId } from './resource-id.ts'
import { ownerOf } from './sealing-owner.ts'
import { spliceMeta } from './splice-meta.ts'
import { summarise } from './summarise.ts'
import { writeResource } from './write-resource.ts'

export interface ResourceToKeep {
  type: KeptType
  /** Internal id. */
  id: string
  fhirId: string
  version: number
  resource: FhirResource
  received: Buffer
  /** The compartment of the version before; a change of owner is refused. */
  compartment?: string
}

/** Seals what was received, with `id` and `meta` spliced in, into its owner's compartment. */
export async function keepResource(within: Within, kept: ResourceToKeep): Promise<AnsweredResource> {
  const { type, id, fhirId, version, resource, received } = kept
  const { now } = within
  const bytes = spliceMeta(received, { id: fhirId, version, lastUpdated: now })
  const key = await ownerKey(within, kept)
  await writeResource(within, key, { type, id, version, bytes, summary: summarise(resource, now) })
  if (type === 'Patient') await indexPatient(within, id, version, resource)
  return { type, fhirId, version, lastUpdated: now, bytes }
}

async function ownerKey(
  within: Within,
  { type, id, version, resource, compartment }: ResourceToKeep,
): Promise<CompartmentKey> {
  if (type === 'Patient') {
    if (version === 1) return createCompartment(within, 'patient', id)
    const own = await openCompartment(within, id)
    if (own === null) throw new AppError('resource.not_found')
    return own
  }
  const owner = resourceId(within, 'Patient', ownerOf(type, resource))
  const key = await openCompartment(within, owner)
  if (key === null || key.kind !== 'patient') invalid(`${type}.subject`, 'There is no such patient in this practice.')
  if (compartment !== undefined && compartment !== key.compartment) {
    invalid(`${type}.subject`, 'A record can not move to another patient this way.')
  }
  return key
}
