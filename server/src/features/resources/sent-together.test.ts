import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp, type Person } from '../../../test/people.ts'

// What a change writes leaves together, and its conflicts are told by the statement behind it, or by the commit.
let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

function send(method: string, path: string, resource: object, headers: Record<string, string> = {}) {
  return owner.browser.send(method, `/fhir/R4/${path}`, JSON.stringify(resource), {
    'content-type': 'application/fhir+json',
    ...headers,
  })
}
const numbered = (nhsNumber: string, family: string) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
  name: [{ family, given: ['Ada'] }],
})

test('of twenty who write the next version at once one is kept, and the others are told so', async () => {
  const { body: first } = await send('POST', 'Patient', { resourceType: 'Patient', name: [{ family: 'OSTLER' }] })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_one, place) =>
      send(
        'PUT',
        `Patient/${first.id}`,
        { resourceType: 'Patient', id: first.id, name: [{ family: `OSTLER${place}` }] },
        { 'if-match': 'W/"1"' },
      ),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, body } of answers.filter((one) => one.status !== 200)) {
    expect([409, 412]).toContain(status)
    expect(['record.changed_meanwhile', 'resource.version_conflict']).toContain(body.issue[0].details.text)
  }
  const history = await owner.browser.send('GET', `/fhir/R4/Patient/${first.id}/_history`)
  expect(history.body.total).toBe(2)
})

test('of ten who bring one NHS number at once one is kept, and nothing is left of the others', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_one, place) => send('POST', 'Patient', numbered('9990000018', `QUILLER${place}`))),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
  for (const { body } of answers.filter(({ status }) => status === 409))
    expect(body.issue[0].details.text).toBe('patient.nhs_number_taken')
  const { matches } = await owner.browser.call(patientRoutes.find, { text: 'quiller' })
  expect(matches).toHaveLength(1)
})
