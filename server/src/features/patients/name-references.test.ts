import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startTestCandour()
  admin = (await signUp(candour)) as Person
})
afterAll(() => candour.stop())

async function send(type: string, elements: Record<string, unknown>, id?: string): Promise<string> {
  const body = JSON.stringify({ resourceType: type, ...(id !== undefined && { id }), ...elements })
  const [method, path] = id === undefined ? ['POST', `/fhir/R4/${type}`] : ['PUT', `/fhir/R4/${type}/${id}`]
  const answer = await admin.browser.send(method!, path!, body, { 'content-type': 'application/fhir+json' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as { id: string }).id
}

test('references of a record are named: by the title of what lies in it, by the name of the practice’s people', async () => {
  const [mine, other] = [await registerPatient(admin), await registerPatient(admin)]
  const weight = (patient: string) => ({
    status: 'final',
    code: { text: 'Weight' },
    subject: { reference: `Patient/${patient}` },
    valueQuantity: { value: 72, unit: 'kg' },
  })
  const own = await send('Observation', weight(mine.id))
  const anothers = await send('Observation', weight(other.id))
  const person = await send('Practitioner', { name: [{ prefix: ['Dr'], given: ['Cerys'], family: 'Uldale' }] })
  const place = await send('Organization', { name: 'Avon Imaging' })
  const references = [
    `Observation/${own}`,
    `Practitioner/${person}`,
    `Organization/${place}`,
    // Another record's, another patient, nobody's, none at all
    `Observation/${anothers}`,
    `Patient/${other.id}`,
    'Practitioner/nobody',
    'http://elsewhere.example/Observation/1',
    '#inside',
  ]
  const { names } = await admin.browser.call(patientRoutes.names, { id: mine.id, references })
  expect(names).toEqual([
    { reference: `Observation/${own}`, name: 'Weight', value: '72 kg' },
    { reference: `Practitioner/${person}`, name: 'Dr Cerys Uldale', value: '' },
    { reference: `Organization/${place}`, name: 'Avon Imaging', value: '' },
  ])
})
