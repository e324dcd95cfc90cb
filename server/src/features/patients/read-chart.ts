import type { Chart } from '@candour/contract/charts.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { readNotes } from '../notes/read-notes.ts'
import { listResources, printsOf } from '../resources/list-summaries.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import { openCard, openPatientKey } from './open-patient.ts'
import { firstPageOf } from './read-timeline.ts'

/**
 * Opens a record as one does at the desk: who it is, what it holds, and the notes of the first page to read, each entered
 * as opened. Throws `patient.not_found`.
 */
export async function readChart(call: Call<{ id: string }>): Promise<Outcome<Chart>> {
  const { id } = call.input
  if (!isFhirId(id)) throw new AppError('patient.not_found')
  const [key, patient, prints] = await Promise.all([
    openPatientKey(call, id),
    openCard(call, id),
    printsOf(call, resourceId(call, 'Patient', id)),
  ])
  const listing = await listResources(call, key, prints)
  const timeline = firstPageOf(call, key, listing)
  const onPage = timeline.items.filter(({ type }) => type === 'Composition')
  const notes = await readNotes(call, key, listing, onPage)
  return { output: { patient, timeline, notes }, subjects: [key.compartment] }
}
