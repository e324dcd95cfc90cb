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
  what: 'Open a chart of 20 notes, as the web app does (card and timeline)',
  requests: 2,
  kind: 'read',
  act: async (act) => void (await openingRequests(act)),
}

export const readChart: Operation = {
  name: 'read-chart',
  what: 'Open a chart and read its 20 notes whole (card, timeline, 20 notes: 48 kB)',
  requests: 22,
  kind: 'read',
  async act(act) {
    const { stock, ask } = act
    const { notes } = await openingRequests(act)
    const headers = headersOf(stock)
    for (const note of notes) {
      const request = { method: 'GET', path: `/fhir/R4/Composition/${note}`, headers } as const
      await ask(request, { status: 200, size: [1900, 2600], holds: note })
    }
  },
}

async function openingRequests({ stock, ask, random }: Act) {
  const chart = stock.charts[random(stock.charts.length)]!
  const headers = headersOf(stock)
  const path = `/api/patients/${chart.patient}`
  await ask({ method: 'GET', path, headers }, { status: 200, size: [300, 800], holds: chart.patient })
  await ask(
    { method: 'GET', path: `${path}/timeline?kind=all`, headers },
    { status: 200, size: [3000, 16_000], holds: '"all":20' },
  )
  return chart
}
