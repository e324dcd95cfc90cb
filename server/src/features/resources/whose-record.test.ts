import { patientRoutes } from '@candour/contract/patients.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'

let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const fhir = { 'content-type': 'application/fhir+json' }
function send(method: string, path: string, resource?: object, headers: Record<string, string> = {}, by = owner) {
  const body = resource === undefined ? undefined : JSON.stringify(resource)
  return by.browser.send(method, `/fhir/R4/${path}`, body, { ...fhir, ...headers })
}
async function created(resource: { resourceType: string }): Promise<string> {
  const answer = await send('POST', resource.resourceType, resource)
  expect([answer.status, answer.body.issue]).toEqual([201, undefined])
  return answer.body.id
}
async function compartmentsOf(id: string) {
  const { rows } = await database.query<{ compartment: string; kind: string; wrapped: Buffer | null }>(
    `select c.compartment, c.kind, c.wrapped from candour.resource r join candour.compartment c using (practice, compartment)
     where r.id = $1 order by r.version`,
    [id],
  )
  return rows
}
function erase(patient: string) {
  const { vault, keysOf, database: own } = candour.parts
  return own.inPractice(owner.session.practice.id, async (tx) =>
    destroyCompartment({ tx, vault, keys: await keysOf(tx), now: new Date() }, patient),
  )
}
const appointment = (...patients: string[]) => ({
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-05-04T09:00:00Z',
  end: '2026-05-04T09:20:00Z',
  participant: patients.map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
})
const letter = (patient?: string) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  ...(patient === undefined ? {} : { subject: { reference: `Patient/${patient}` } }),
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('A letter').toString('base64') } }],
})

test('P31 a Device and a Task lie in the compartment of the patient whom they name, a Practitioner in the practice’s', async () => {
  const { id } = await registerPatient(owner, { family: 'Device' })
  const device = await created({ resourceType: 'Device', patient: { reference: `Patient/${id}` } } as never)
  const task = { resourceType: 'Task', status: 'requested', intent: 'order', for: { reference: `Patient/${id}` } }
  const taskId = await created(task)
  const practitioner = await created({ resourceType: 'Practitioner', name: [{ family: 'Elsewhere' }] } as never)
  expect((await compartmentsOf(device)).map((one) => one.compartment)).toEqual([id])
  expect((await compartmentsOf(taskId)).map((one) => one.compartment)).toEqual([id])
  expect((await compartmentsOf(practitioner)).map((one) => one.kind)).toEqual(['practice'])
})

test('P31 what two patients own has a key of its own, wrapped for each; erasing one leaves it to the other, erasing both ends it', async () => {
  const [one, two] = [await registerPatient(owner, { family: 'One' }), await registerPatient(owner, { family: 'Two' })]
  const id = await created(appointment(one.id, two.id))
  const again = await created(appointment(two.id, one.id))
  const [lies] = await compartmentsOf(id)
  expect([lies!.kind, lies!.wrapped]).toEqual(['shared', null])
  expect((await compartmentsOf(again))[0]!.compartment).not.toBe(lies!.compartment)
  const { rows } = await database.query('select owner from candour.share where compartment = $1 order by owner', [
    lies!.compartment,
  ])
  expect(rows.map((row) => row.owner)).toEqual([one.id, two.id].toSorted())
  await erase(one.id)
  expect((await send('GET', `Appointment/${id}`)).status).toBe(200)
  await erase(two.id)
  expect((await send('GET', `Appointment/${id}`)).status).toBe(410)
})

test('P28 whoever opens what two patients own stands in the access log of both', async () => {
  const [one, two] = [await registerPatient(owner, { family: 'Both' }), await registerPatient(owner, { family: 'Too' })]
  const id = await created(appointment(one.id, two.id))
  expect((await send('GET', `Appointment/${id}`)).status).toBe(200)
  const readers = () =>
    database.query(
      `select p.compartment from ledger.entry e join ledger.posting p using (practice, number)
       where e.verb = 'resource.read' and p.compartment = any($1)`,
      [[one.id, two.id]],
    )
  await expect.poll(async () => (await readers()).rowCount, { timeout: 10_000 }).toBe(2)
})

test('P28 P62 what two patients own and was sent twice is one, stands in both logs again, and its kept answer is erased with them', async () => {
  const [one, two] = [
    await registerPatient(owner, { family: 'Twice' }),
    await registerPatient(owner, { family: 'Sent' }),
  ]
  const key = { 'idempotency-key': 'appointment-sent-twice' }
  const [first, again] = [
    await send('POST', 'Appointment', appointment(one.id, two.id), key),
    await send('POST', 'Appointment', appointment(one.id, two.id), key),
  ]
  expect([again.status, again.body.id]).toEqual([201, first.body.id])
  const logged = () =>
    database.query(
      `select from ledger.entry e join ledger.posting p using (practice, number)
       where e.verb = 'resource.create' and p.compartment = any($1)`,
      [[one.id, two.id]],
    )
  await expect.poll(async () => (await logged()).rowCount, { timeout: 10_000 }).toBe(4)
  await erase(one.id)
  await erase(two.id)
  const erased = await send('POST', 'Appointment', appointment(one.id, two.id), key)
  expect([erased.status, JSON.stringify(erased.body)]).toEqual([410, expect.not.stringContaining('booked')])
})

test('the seal of what two patients own, and of what was filed, tells who wrote it and its number in the ledger', async () => {
  const [one, two] = [
    await registerPatient(owner, { family: 'Seal' }),
    await registerPatient(owner, { family: 'Pair' }),
  ]
  const id = await created(appointment(one.id, two.id))
  const letterId = await created(letter())
  await send('PUT', `DocumentReference/${letterId}`, { ...letter(one.id), id: letterId }, { 'if-match': 'W/"1"' })
  for (const [type, which, kind] of [
    ['Appointment', id, 'shared'],
    ['DocumentReference', letterId, 'unfiled'],
  ] as const) {
    const read = () => owner.browser.call(sealRoutes.read, { type, id: which })
    await expect.poll(async () => (await read()).entry, { timeout: 10_000 }).toEqual(expect.any(Number))
    expect((await read()).compartment).toBe(kind)
  }
})

test('P33 a share that was altered opens nothing', async () => {
  const [one, two] = [await registerPatient(owner, { family: 'Alt' }), await registerPatient(owner, { family: 'Red' })]
  const id = await created(appointment(one.id, two.id))
  const compartment = (await compartmentsOf(id))[0]?.compartment
  await database.query(
    'update candour.share set wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1) where compartment = $1',
    [compartment],
  )
  const answer = await send('GET', `Appointment/${id}`)
  expect([answer.status, answer.body.issue[0].details.text]).toEqual([500, 'record.altered'])
})

test('P31 a document without a patient is kept unfiled; filed, it opens through the patient’s key alone, older versions too', async () => {
  const patient = await registerPatient(owner, { family: 'Filing' })
  const id = await created(letter())
  expect(await compartmentsOf(id)).toMatchObject([{ kind: 'unfiled', wrapped: expect.any(Buffer) }])
  const filed = await send('PUT', `DocumentReference/${id}`, { ...letter(patient.id), id }, { 'if-match': 'W/"1"' })
  expect(filed.status).toBe(200)
  expect(await compartmentsOf(id)).toMatchObject([{ wrapped: null }, { wrapped: null }])
  for (const path of [id, `${id}/_history/1`]) expect((await send('GET', `DocumentReference/${path}`)).status).toBe(200)
  const { items } = await owner.browser.call(patientRoutes.timeline, { id: patient.id })
  expect(items.map((item) => [item.id, item.version])).toEqual([[id, 2]])
  await erase(patient.id)
  for (const path of [id, `${id}/_history/1`]) expect((await send('GET', `DocumentReference/${path}`)).status).toBe(410)
})

test('a record goes to another patient only where the level allows it; older versions stay, both charts are right', async () => {
  const [from, to] = [await registerPatient(owner, { family: 'From' }), await registerPatient(owner, { family: 'To' })]
  const clinician = await colleague(candour, owner, 2, 'A Clinician')
  const id = await created(letter(from.id))
  const moved = { ...letter(to.id), id }
  const refused = await send('PUT', `DocumentReference/${id}`, moved, { 'if-match': 'W/"1"' }, clinician)
  expect([refused.status, refused.body.issue[0].details.text]).toEqual([403, 'resource.move_refused'])
  expect((await send('PUT', `DocumentReference/${id}`, moved, { 'if-match': 'W/"1"' })).status).toBe(200)
  expect((await compartmentsOf(id)).map((one) => one.compartment)).toEqual([from.id, to.id])
  const listed = async (patient: string) =>
    (await owner.browser.call(patientRoutes.timeline, { id: patient })).items.map((item) => item.id)
  expect([await listed(from.id), await listed(to.id)]).toEqual([[], [id]])
})

test('a patient whom the practice does not have is refused, with the place where it is named', async () => {
  const answer = await send('POST', 'Device', { resourceType: 'Device', patient: { reference: 'Patient/nobody' } })
  expect([answer.status, answer.body.issue[0].expression]).toEqual([422, ['Device.patient']])
})

test('deleted is gone from reading and from lists, its versions stay, and an update brings it back', async () => {
  const patient = await registerPatient(owner, { family: 'Deleting' })
  const id = await created(letter(patient.id))
  const wrong = await send('DELETE', `DocumentReference/${id}`, undefined, { 'if-match': 'W/"7"' })
  expect(wrong.status).toBe(412)
  for (const _twice of [1, 2]) {
    const gone = await send('DELETE', `DocumentReference/${id}`)
    expect([gone.status, gone.headers.get('etag')]).toEqual([204, 'W/"2"'])
  }
  expect((await send('GET', `DocumentReference/${id}`)).status).toBe(410)
  expect((await send('GET', `DocumentReference/${id}/_history/2`)).status).toBe(410)
  expect((await send('GET', `DocumentReference/${id}/_history/1`)).status).toBe(200)
  expect((await owner.browser.call(patientRoutes.timeline, { id: patient.id })).items).toEqual([])
  const back = await send('PUT', `DocumentReference/${id}`, { ...letter(patient.id), id })
  expect([back.status, back.headers.get('etag')]).toEqual([201, 'W/"3"'])
  const history = await send('GET', `DocumentReference/${id}/_history`)
  expect(history.body).toMatchObject({ resourceType: 'Bundle', type: 'history', total: 3 })
  const steps = history.body.entry.map((one: any) => [one.request.method, one.resource?.meta.versionId])
  expect(steps).toEqual([
    ['PUT', '3'],
    ['DELETE', undefined],
    ['POST', '1'],
  ])
  const page = await send('GET', `DocumentReference/${id}/_history?_count=2`)
  expect(page.body.entry).toHaveLength(2)
  const rest = await send('GET', page.body.link[0].url)
  expect(rest.body.entry.map((one: any) => one.resource.meta.versionId)).toEqual(['1'])
  expect((await send('DELETE', 'DocumentReference/never-there')).status).toBe(404)
})

test('P33 a deletion that was undone in the database, or a record marked deleted there, is noticed', async () => {
  const patient = await registerPatient(owner, { family: 'Marked' })
  const id = await created(letter(patient.id))
  await database.query('update candour.resource set deleted = true where id = $1', [id])
  expect((await send('GET', `DocumentReference/${id}`)).status).toBe(500)
  await database.query('update candour.resource set deleted = false where id = $1', [id])
  await send('DELETE', `DocumentReference/${id}`)
  await database.query('update candour.resource set deleted = false where id = $1', [id])
  expect((await send('GET', `DocumentReference/${id}`)).status).toBe(500)
})

test('a deleted patient is found no more, and only a practice manager deletes one', async () => {
  const patient = await registerPatient(owner, { family: 'Vanishing' })
  const clinician = await colleague(candour, owner, 2, 'Another Clinician')
  expect((await send('DELETE', `Patient/${patient.id}`, undefined, {}, clinician)).status).toBe(403)
  expect((await send('DELETE', `Patient/${patient.id}`)).status).toBe(204)
  expect((await owner.browser.call(patientRoutes.find, { text: 'vanishing' })).matches).toEqual([])
})
