import { headersOf, type Act, type Operation } from './operation.ts'
import { fhirNote } from './people.ts'

export const writeNote: Operation = {
  name: 'write-note',
  what: 'Write a note of 1.5 kB (POST /fhir/R4/Composition)',
  requests: 1,
  kind: 'write',
  async act(act) {
    const { patients } = act.stock
    return postNote(act, patients[act.random(patients.length)]!.id)
  },
}

/** Answers the note's id. */
export async function postNote({ stock, ask, next }: Act, patient: string): Promise<string> {
  const headers = headersOf(stock, 'application/fhir+json')
  const body = Buffer.from(JSON.stringify(fhirNote(patient, next())))
  const { location } = await ask(
    { method: 'POST', path: '/fhir/R4/Composition', headers, body },
    { status: 201, size: [1900, 2600] },
  )
  return location!.split('/')[4]!
}

export const openChart: Operation = {
  name: 'open-chart',
  what: 'Open a chart and its 20 notes whole, as the web app does (GET /api/patients/:id/chart)',
  requests: 1,
  kind: 'read',
  async act({ stock, ask, random }) {
    const { patient, notes } = stock.charts[random(stock.charts.length)]!
    const request = { method: 'GET', path: `/api/patients/${patient}/chart`, headers: headersOf(stock) } as const
    await ask(request, { status: 200, size: [38_000, 60_000], holds: notes[random(notes.length)]! })
  },
}

/** Only the list, as for its second page or a filter. */
export const listRecord: Operation = {
  name: 'list-record',
  what: 'List what a record of 20 notes holds (GET /api/patients/:id/timeline)',
  requests: 1,
  kind: 'read',
  async act({ stock, ask, random }) {
    const { patient } = stock.charts[random(stock.charts.length)]!
    const request = { method: 'GET', path: `/api/patients/${patient}/timeline?kind=all`, headers: headersOf(stock) }
    await ask({ ...request, method: 'GET' }, { status: 200, size: [3000, 16_000], holds: '"all":20' })
  },
}
