import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { checkWhole } from './check-whole.ts'
import { homeOf } from './home.ts'
import { keepMany, type ArrivedResource } from './keep-many.ts'
import { openMany, type OpenedMany, type Position } from './open-many.ts'
import { restoreOrigins } from './origins.ts'
import { resourceId } from './resource-id.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

function within<T>(act: (within: Within) => Promise<T>): Promise<T> {
  const { database, vault, keysOf } = candour.parts
  return database.inPractice(owner.session.practice.id, async (tx) =>
    act({ tx, vault, keys: await keysOf(tx), now: new Date() }),
  )
}

async function everything(patient: string | null) {
  const all: OpenedMany['resources'] = []
  let after: Position | null = null
  do {
    const page: OpenedMany = await within((call) => openMany(call, { patient, after, most: 3 }))
    all.push(...page.resources)
    after = page.next
  } while (after !== null)
  return all
}

function arrived(text: string): ArrivedResource {
  const received = Buffer.from(text)
  const checked = checkWhole(null, received, new Date())
  if (!('facts' in checked)) throw new Error(JSON.stringify(checked.problems))
  const { facts } = checked
  return { type: facts.type, fhirId: facts.id!, facts, received }
}

const patient = (id: string, family: string) =>
  `{"resourceType":"Patient","id":"${id}","name":[{"family":"${family}"}]}`
const weight = (id: string, whose: string, kilograms: string) =>
  `{ "resourceType":"Observation","id":"${id}","status":"final","code":{"text":"Weight"},` +
  `"subject":{"reference":"Patient/${whose}"},"valueQuantity":{"value":${kilograms},"unit":"kg"}}`

test('many arrive in one transaction: new ones, changed ones, the same again, and refused ones that hinder nobody', async () => {
  const outcomes = await within((call) =>
    keepMany(call, [
      arrived(patient('p1', 'First')),
      arrived(weight('w1', 'p1', '70.50')),
      arrived(weight('w2', 'nobody', '7e1')),
      arrived(weight('w1', 'p1', '70.50')),
      arrived(weight('w1', 'p1', '70.5')),
    ]),
  )
  expect(outcomes).toEqual([
    { outcome: 'created' },
    { outcome: 'created' },
    { outcome: 'refused', path: 'Observation.subject', message: 'This practice has no patient nobody.' },
    { outcome: 'unchanged' },
    { outcome: 'updated' },
  ])
  const again = await within((call) =>
    keepMany(call, [arrived(patient('p1', 'First')), arrived(weight('w1', 'p1', '70.5'))]),
  )
  expect(again.map((one) => one.outcome)).toEqual(['unchanged', 'unchanged'])
  const read = await owner.browser.send('GET', '/fhir/R4/Observation/w1/_history/1')
  expect(read.body.valueQuantity.value).toBe(70.5)
})

test('an NHS number that another patient has is refused for the one, and the rest goes in', async () => {
  await registerPatient(owner, { family: 'Holder', nhsNumber: '9434765919' })
  const twin = (id: string) =>
    `{"resourceType":"Patient","id":"${id}","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9434765919"}]}`
  const outcomes = await within((call) => keepMany(call, [arrived(twin('p2')), arrived(patient('p3', 'Third'))]))
  expect(outcomes.map((one) => one.outcome)).toEqual(['refused', 'created'])
  const two = (id: string) => twin(id).replaceAll('9434765919', '9434765870')
  const both = await within((call) => keepMany(call, [arrived(two('p5')), arrived(two('p6'))]))
  expect(both.map((one) => one.outcome)).toEqual(['created', 'refused'])
})

test('what comes again for an erased patient is refused in words, and the rest goes in', async () => {
  await within((call) => keepMany(call, [arrived(patient('p7', 'Erased')), arrived(weight('w7', 'p7', '60'))]))
  await within((call) => destroyCompartment(call, resourceId(call, 'Patient', 'p7')))
  const again = [patient('p7', 'Erased'), weight('w7', 'p7', '60'), weight('w8', 'p7', '61'), patient('p8', 'Other')]
  const outcomes = await within((call) => keepMany(call, again.map(arrived)))
  const message = 'This resource was deleted.'
  expect(outcomes).toMatchObject([
    { outcome: 'refused', message },
    { outcome: 'refused', message },
    { outcome: 'refused', message },
    { outcome: 'created' },
  ])
})

test('whose record it is takes as many statements for two hundred patients as for one', async () => {
  const ids = Array.from({ length: 200 }, (_, at) => `many-${at}`)
  await within((call) =>
    keepMany(
      call,
      ids.map((id) => arrived(patient(id, 'Many'))),
    ),
  )
  const appointment = (whose: string[]) =>
    arrived(
      `{"resourceType":"Appointment","id":"a","status":"proposed","participant":[${whose
        .map((id) => `{"actor":{"reference":"Patient/${id}"},"status":"accepted"}`)
        .join(',')}]}`,
    )
  const statements = (whose: string[]) =>
    within(async (call) => {
      let count = 0
      const run: Within['tx']['run'] = (...asked) => {
        count += 1
        return call.tx.run(...asked)
      }
      const home = await homeOf({ ...call, tx: { ...call.tx, run } }, appointment(whose).facts)
      return [home.owners.length, count]
    })
  expect(await statements(ids.slice(0, 1))).toEqual([1, 1])
  expect(await statements(ids)).toEqual([200, 1])
})

test('all of a practice, or of one patient, comes out page by page, each once, numbers as they were written', async () => {
  await within((call) => keepMany(call, [arrived(patient('p4', 'Fourth')), arrived(weight('w4', 'p4', '1.0e2'))]))
  const all = (await everything(null)).map((one) => one.bytes.toString())
  expect(new Set(all).size).toBe(all.length)
  expect(all.some((text) => text.includes('"value":1.0e2'))).toBe(true)
  const { body } = await owner.browser.send('POST', '/api/patients/find', '{"text":"Fourth"}', {
    'content-type': 'application/json',
  })
  const own = await everything(body.matches[0].id)
  expect(own.map((one) => one.type)).toEqual(['Observation', 'Patient'])
})

test('a rewritten reference comes out as it came in', () => {
  const stored = Buffer.from('{"id":"x","a":{"reference":"Practitioner/1"},"b":{"reference":"Practitioner/1"}}')
  const was = '"Practitioner?identifier=s\\u007c1"'
  const restored = restoreOrigins(stored, [{ now: 'Practitioner/1', nth: 1, was }])
  expect(restored.toString()).toBe(`{"id":"x","a":{"reference":"Practitioner/1"},"b":{"reference":${was}}}`)
})
