/** What fills a practice before it is measured: through the door, like everything. */
import { sendFile } from '../operations/files.ts'
import { postNote } from '../operations/notes.ts'
import type { Operation } from '../operations/operation.ts'
import { fhirPatient } from '../operations/people.ts'
import { headersOf } from '../operations/operation.ts'

const filling = { what: '', requests: 1, kind: 'write' } as const

export const notesInChart = 20

export const fillings: Operation[] = [
  {
    ...filling,
    name: 'fill-patient',
    async act({ stock, ask, next }) {
      const resource = fhirPatient(next()) as { identifier: [{ value: string }] }
      const body = Buffer.from(JSON.stringify(resource))
      const headers = headersOf(stock, 'application/fhir+json')
      const request = { method: 'POST', path: '/fhir/R4/Patient', headers, body } as const
      const { location } = await ask(request, { status: 201, size: [450, 800] })
      return `${location!.split('/')[4]} ${resource.identifier[0].value}`
    },
  },
  {
    ...filling,
    name: 'fill-chart',
    async act(act) {
      const { patients, charts } = act.stock
      // One patient after the other, from the last: those are read by nothing else.
      const patient = patients.at(-1 - charts.length)!.id
      const chart = { patient, notes: [] as string[] }
      charts.push(chart)
      while (chart.notes.length < notesInChart) chart.notes.push(await postNote(act, patient))
      return [patient, ...chart.notes].join(' ')
    },
  },
  { ...filling, name: 'fill-1mb', kind: 'file', act: (act) => sendFile(act, 1) },
  { ...filling, name: 'fill-20mb', kind: 'file', act: (act) => sendFile(act, 20) },
]
