import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { addBytes } from '../files/add-bytes.ts'
import { keepResource } from '../resources/keep-resource.ts'
import { keptTypes } from '../resources/parse-resource.ts'
import { resourceId } from '../resources/resource-id.ts'
import type { DemoPatient } from './demo.ts'

/**
 * Writes one patient's record as any other is written: sealed, versioned, in the patient's own compartment. False when
 * it is there already. Types that Candour doesn't keep yet are left out.
 */
export async function keepDemo(within: Within, store: BlobStore, patient: DemoPatient): Promise<boolean> {
  if ((await openCompartment(within, patient.id)) !== null) return false
  for (const resource of patient.resources) {
    const type = keptTypes.find((kept) => kept === resource.resourceType)
    if (type === undefined) continue
    const fhirId = resource.id!
    const received = Buffer.from(JSON.stringify(resource))
    await keepResource(within, { type, id: resourceId(within, type, fhirId), fhirId, version: 1, resource, received })
  }
  const key = (await openCompartment(within, patient.id))!
  for (const { id, title: name, mediaType, bytes } of patient.files)
    await addBytes(within, store, key, { id, name, mediaType, bytes: bytes() })
  return true
}
