import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { newNhsNumber } from '../../../test/walls/house.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { factsOf } from '../resources/resource-facts.ts'
import { keepResource } from '../resources/keep-resource.ts'
import { destroyCompartment } from './destroy-compartment.ts'

let candour: TestCandour
let admin: Person
let owner: Owner
beforeAll(async () => {
  candour = await startTestCandour()
  admin = await signUp(candour)
  owner = await connectOwner(candour)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

/** Stops a transaction in the middle, after what it did so far. */
function gate() {
  const came = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  return { came: came.promise, open: go.resolve, pass: () => (came.resolve(), go.promise) }
}

const erase = (patient: string, before: () => Promise<void> = () => Promise.resolve()) =>
  inPractice(candour, admin.session.practice.id, async (inside) => {
    await destroyCompartment({ ...inside, now: new Date() }, patient)
    await before()
  })

const patientNamed = (id: string, nhsNumber: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
  name: [{ family: 'Newname' }],
})

async function untilSomebodyWaits(): Promise<void> {
  const text = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (const end = Date.now() + 5_000; (await owner.rows(text)).length === 0;) {
    if (Date.now() > end) throw new Error('nobody waits')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Nothing by which the patient could be found, and nothing written after the erasure. */
async function expectErased(id: string, versions: number): Promise<void> {
  expect(await owner.rows('select field from candour.token where patient = $1', [id])).toEqual([])
  expect(await owner.rows('select from candour.directory where patient = $1 and not gone', [id])).toEqual([])
  expect(await owner.rows('select version from candour.resource where id = $1', [id])).toHaveLength(versions)
  const { matches } = await admin.browser.call(patientRoutes.find, { text: 'newname' })
  expect(matches.map((one) => one.id)).not.toContain(id)
  expect((await admin.browser.try(patientRoutes.read, { id })).status).toBe(410)
}

test('an erasure that comes while a patient is being changed waits for the change, and takes it along', async () => {
  const { id } = await registerPatient(admin, { nhsNumber: newNhsNumber() })
  const resource = patientNamed(id, newNhsNumber())
  const { came, open, pass } = gate()
  const putting = inPractice(candour, admin.session.practice.id, async (inside) => {
    const received = Buffer.from(JSON.stringify(resource))
    const facts = factsOf(resource, received, new Date())
    const kept = { type: 'Patient', id, fhirId: id, version: 2, facts, received, before: id, mayMove: false }
    await keepResource({ ...inside, now: new Date() }, kept)
    await pass()
  })
  await came
  const erasing = erase(id)
  await untilSomebodyWaits()
  open()
  await Promise.all([putting, erasing])
  await expectErased(id, 2)
})

test('a change that comes while a patient is being erased waits for the erasure, and is refused', async () => {
  const { id } = await registerPatient(admin, { nhsNumber: newNhsNumber() })
  const { came, open, pass } = gate()
  const erasing = erase(id, pass)
  await came
  const putting = [
    admin.browser.send('PUT', `/fhir/R4/Patient/${id}`, JSON.stringify(patientNamed(id, newNhsNumber())), {
      'content-type': 'application/fhir+json',
      'if-match': 'W/"1"',
    }),
    admin.browser.send(
      'POST',
      '/fhir/R4/Observation',
      JSON.stringify({
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'Pulse' },
        subject: { reference: `Patient/${id}` },
      }),
      { 'content-type': 'application/fhir+json' },
    ),
  ]
  await untilSomebodyWaits()
  open()
  await erasing
  for (const { status, body } of await Promise.all(putting))
    expect([status, body.issue[0].details.text]).toEqual([410, 'resource.gone'])
  await expectErased(id, 1)
})
