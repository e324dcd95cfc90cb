import { timelineRoute } from '@candour/contract/timeline.ts'
import { unfiledRoutes } from '@candour/contract/unfiled.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startTestCandour()
  admin = (await signUp(candour)) as Person
})
afterAll(() => candour.stop())

const type = 'DocumentReference'
async function letter(title: string, more: object = {}): Promise<string> {
  const content = [{ attachment: { contentType: 'text/plain', title, data: 'QSBsZXR0ZXI=' } }]
  const body = JSON.stringify({ resourceType: type, status: 'current', content, ...more })
  const answer = await admin.browser.send('POST', `/fhir/R4/${type}`, body, { 'content-type': 'application/fhir+json' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as { id: string }).id
}
const list = async (by = admin) => (await by.browser.call(unfiledRoutes.list, {})).items.map(({ id }) => id)
const inRecord = async (id: string) =>
  (await admin.browser.call(timelineRoute, { id } as never)).items.map((one) => one.id)

test('what came without a patient waits in a list, is filed to one, whole, and is in the list no more', async () => {
  const [older, newer] = [await letter('Older'), await letter('Newer')]
  expect((await list()).slice(0, 2)).toEqual([newer, older])
  const patient = await registerPatient(admin)
  const filed = await admin.browser.call(unfiledRoutes.file, { type, id: older, baseVersion: 1, patient: patient.id })
  expect(filed).toEqual({ version: 2 })
  expect(await list()).not.toContain(older)
  expect(await inRecord(patient.id)).toEqual([older])
  const read = await admin.browser.send('GET', `/fhir/R4/${type}/${older}`)
  expect(read.body).toMatchObject({ subject: { reference: `Patient/${patient.id}` }, content: [{}] })
})

test('one that named a patient whom nobody knows names the right one once it is filed', async () => {
  const subject = { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' } }
  const id = await letter('Named', { subject })
  expect(await list()).toContain(id)
  const patient = await registerPatient(admin)
  await admin.browser.call(unfiledRoutes.file, { type, id, baseVersion: 1, patient: patient.id })
  const read = await admin.browser.send('GET', `/fhir/R4/${type}/${id}`)
  expect((read.body as { subject: unknown }).subject).toEqual({ reference: `Patient/${patient.id}` })
})

test('filed to the wrong one it is taken back by who may move records, and is filed again', async () => {
  const id = await letter('Wrong')
  const [wrong, right] = [await registerPatient(admin), await registerPatient(admin)]
  await admin.browser.call(unfiledRoutes.file, { type, id, baseVersion: 1, patient: wrong.id })
  const clinician = await colleague(candour, admin, 2)
  const refused = await clinician.browser.try(unfiledRoutes.takeBack, { type, id, baseVersion: 2 })
  expect(refused.status).toBe(403)
  expect(await admin.browser.call(unfiledRoutes.takeBack, { type, id, baseVersion: 2 })).toEqual({ version: 3 })
  expect(await inRecord(wrong.id)).toEqual([])
  expect(await list()).toContain(id)
  await admin.browser.call(unfiledRoutes.file, { type, id, baseVersion: 3, patient: right.id })
  expect(await inRecord(right.id)).toEqual([id])
})

test('what lies in a record is not filed by this door, nor taken from it', async () => {
  const [patient, other] = [await registerPatient(admin), await registerPatient(admin)]
  const id = await letter('Owned', { subject: { reference: `Patient/${patient.id}` } })
  const file = await admin.browser.try(unfiledRoutes.file, { type, id, baseVersion: 1, patient: other.id })
  expect(file.body).toMatchObject({ error: { code: 'resource.not_found' } })
  const back = await admin.browser.try(unfiledRoutes.takeBack, { type, id, baseVersion: 1 })
  expect(back.body).toMatchObject({ error: { code: 'resource.not_found' } })
  expect(await inRecord(patient.id)).toEqual([id])
})

test('two who file one at once: the second is told that it changed meanwhile', async () => {
  const id = await letter('Twice')
  const patient = await registerPatient(admin)
  await admin.browser.call(unfiledRoutes.file, { type, id, baseVersion: 1, patient: patient.id })
  const again = await admin.browser.try(unfiledRoutes.file, { type, id, baseVersion: 1, patient: patient.id })
  expect(again.body).toMatchObject({ error: { code: 'record.changed_meanwhile' } })
})
