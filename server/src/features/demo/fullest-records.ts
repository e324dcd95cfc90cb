import { showName } from '@candour/contract/formatting.ts'
import type { DemoOpened } from '@candour/contract/demo.ts'
import { identityOf } from '../patients/patient-fhir.ts'
import type { DemoPatient } from './demo.ts'

/** Of the first records the three with the most notes and files, for whoever doesn't know any name yet. */
export function fullestRecords(records: Iterable<DemoPatient>, among = 60): DemoOpened['examples'] {
  const found: { patient: string; name: string; weight: number }[] = []
  let seen = 0
  for (const { id: patient, resources, files } of records) {
    const notes = resources.filter((resource) => resource.resourceType === 'Composition').length
    const identity = identityOf(resources[0]!)
    if (identity.diedAt === null) found.push({ patient, name: showName(identity), weight: notes + 5 * files.length })
    if (++seen === among) break
  }
  const fullest = found.toSorted((a, b) => b.weight - a.weight).slice(0, 3)
  return fullest.map(({ patient, name }) => ({ patient, name }))
}
