import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { addBytes } from '../files/add-bytes.ts'
import { keepMany } from '../resources/keep-many.ts'
import { factsOf } from '../resources/resource-facts.ts'
import type { DemoPatient } from './demo.ts'

/**
 * Writes patients' records as an import writes them: sealed, versioned, each in the patient's own compartment. Those that
 * are there already are left alone. Answers how many were written.
 */
export async function keepDemo(within: Within, store: BlobStore, patients: DemoPatient[]): Promise<number> {
  const fresh: DemoPatient[] = []
  for (const patient of patients) if ((await openCompartment(within, patient.id)) === null) fresh.push(patient)
  const arrived = fresh.flatMap(({ resources }) =>
    resources.map((resource) => {
      const received = Buffer.from(JSON.stringify(resource))
      return {
        type: resource.resourceType,
        fhirId: resource.id!,
        facts: factsOf(resource, received, within.now),
        received,
      }
    }),
  )
  const outcomes = await keepMany(within, arrived)
  const refused = outcomes.findIndex((one) => one.outcome === 'refused')
  if (refused !== -1) throw new Error(`a demonstration's ${arrived[refused]!.type} was refused`)
  for (const { id: patient, files } of fresh) {
    if (files.length === 0) continue
    const key = (await openCompartment(within, patient))!
    for (const { id, title: name, mediaType, bytes } of files)
      await addBytes(within, store, key, { id, name, mediaType, bytes: bytes() })
  }
  return fresh.length
}
