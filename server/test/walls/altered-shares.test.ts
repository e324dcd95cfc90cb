import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readMigrations } from '../../src/platform/database/migrate.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { expectClosed, expectTold } from './altered.ts'
import { buildHouse, putResource, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Medlar')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const words = ['Medlar', 'Quince', 'booked']
const get = (path: string) => house.admin.browser.send('GET', path)
const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)

/** Two patients, an appointment of both, a document filed to the first; the compartments in which these lie. */
let one: string
let two: string
let count = 0
const appointment = () => `appointment-${count}`
const document = () => `document-${count}`
let shared: string
let filed: string
beforeEach(async () => {
  count += 1
  one = (await registerPatient(house.admin, { family: 'Medlar' })).id
  two = (await registerPatient(house.admin, { family: 'Quince' })).id
  await putResource(house.admin, 'Appointment', appointment(), {
    status: 'booked',
    start: '2026-05-04T09:00:00Z',
    end: '2026-05-04T09:20:00Z',
    participant: [one, two].map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  })
  const letter = { status: 'current', content: [{ attachment: { title: 'Medlar' } }] }
  await putResource(house.admin, 'DocumentReference', document(), letter)
  ;[{ compartment: filed }] = (await sql<{ compartment: string }>(
    `select compartment from candour.compartment where practice = $1 and kind = 'unfiled' and wrapped is not null
     order by created_at desc limit 1`,
    house.practice,
  )) as [{ compartment: string }]
  await sql('create temp table before_filing as select * from candour.compartment where compartment = $1', filed)
  const body = {
    resourceType: 'DocumentReference',
    id: document(),
    ...letter,
    subject: { reference: `Patient/${one}` },
  }
  const headers = { 'content-type': 'application/json', 'if-match': 'W/"1"' }
  const put = await house.admin.browser.send(
    'PUT',
    `/fhir/R4/DocumentReference/${document()}`,
    JSON.stringify(body),
    headers,
  )
  expect(put.status).toBe(200)
  ;[{ compartment: shared }] = (await sql<{ compartment: string }>(
    'select compartment from candour.share where owner = $1',
    two,
  )) as [{ compartment: string }]
  await sql('create temp table kept as select * from candour.share where compartment = any($1::uuid[])', [
    shared,
    filed,
  ])
  await sql(`create temp table marked as select * from ledger.mark where type = 'Share' and id = any($1::uuid[])`, [
    shared,
    filed,
  ])
  return () => sql('drop table kept, marked, before_filing')
})

const restore = () =>
  sql(`delete from candour.share where compartment in (select compartment from kept);
    insert into candour.share select * from kept;
    delete from ledger.mark where type = 'Share' and id in (select id from marked); insert into ledger.mark select * from marked`)

const timelines = () => [one, two].map((id) => `/api/patients/${id}/timeline`)
const appointmentPath = () => `/fhir/R4/Appointment/${appointment()}`
const documentPath = () => `/fhir/R4/DocumentReference/${document()}`

async function expectAllClosed(what: string, paths: string[], things = 1): Promise<void> {
  await expectTold(
    house,
    paths.length,
    async () => {
      for (const path of paths) expectClosed(await get(path), `${what}: ${path}`, words)
    },
    things,
  )
  await restore()
  for (const path of paths) expect([what, path, (await get(path)).status]).toEqual([what, path, 200])
}

test('P33 a share that was taken away hides nothing: what it opened is refused for each of its owners, and named', async () => {
  const paths = [appointmentPath(), ...timelines()]
  for (const owner of [one, two]) {
    await sql('delete from candour.share where compartment = $1 and owner = $2', shared, owner)
    await expectAllClosed('one share gone', paths)
  }
  await sql('delete from candour.share where compartment = $1', shared)
  await expectAllClosed('both shares gone', paths)
  await sql('delete from candour.share where compartment = $1', filed)
  await expectAllClosed('the share of what was filed gone', [documentPath(), timelines()[0]!])
})

test('P33 a mark that was taken away from a share does not hide it either', async () => {
  await sql(`delete from ledger.mark where type = 'Share' and id = $1 and compartment = $2`, shared, one)
  await expectAllClosed('a mark gone', [appointmentPath(), ...timelines()])
  await sql(`delete from ledger.mark where type = 'Share' and id = $1`, filed)
  await expectAllClosed('the mark of what was filed gone', [documentPath(), timelines()[0]!])
})

test('P33 a share that was altered, or swapped with another, opens nothing', async () => {
  const paths = [appointmentPath(), ...timelines()]
  for (const owner of [one, two]) {
    await sql(
      'update candour.share set wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1) where compartment = $1 and owner = $2',
      shared,
      owner,
    )
    await expectAllClosed('altered', paths)
  }
  await sql(
    'update candour.share s set wrapped = k.wrapped from kept k where s.compartment = $1 and k.compartment = $1 and k.owner <> s.owner',
    shared,
  )
  await expectAllClosed('swapped between owners', paths)
  await sql(
    'update candour.share s set wrapped = k.wrapped from kept k where s.owner = $1 and k.owner = $1 and k.compartment <> s.compartment',
    one,
  )
  await expectAllClosed('swapped between compartments', [appointmentPath(), documentPath(), ...timelines()], 2)
})

test('P33 an owner who was added in the database gets nothing, and it is noticed', async () => {
  await sql(
    'insert into candour.share select practice, compartment, $2, wrapped from kept where compartment = $1',
    filed,
    two,
  )
  await expectAllClosed('added', [documentPath(), ...timelines()])
})

test('P33 P28 an old wrapping brought back: what was filed does not open past its owner and the access log', async () => {
  await sql(
    'update candour.compartment c set wrapped = b.wrapped from before_filing b where c.compartment = b.compartment',
  )
  await expectTold(house, 2, async () => {
    expectClosed(await get(documentPath()), 'brought back', words)
    expectClosed(await get(timelines()[0]!), 'brought back', words)
  })
  await sql('update candour.compartment set wrapped = null where compartment = $1', filed)
  expect((await get(documentPath())).status).toBe(200)
})

test('shares and what else is marked are no resources: an export, a timeline and a history name none', async () => {
  const timeline = await get(timelines()[0]!)
  expect(timeline.body.items.map(({ type }: { type: string }) => type).toSorted()).toEqual([
    'Appointment',
    'DocumentReference',
  ])
  for (const type of ['Share', 'Directory', 'Member']) {
    const answer = await get(`/fhir/R4/${type}/${shared}`)
    expect([answer.status, answer.body.issue[0].details.text]).toEqual([404, 'resource.type_unknown'])
  }
})

test('shares from before there were marks are marked by the migration, as they stand', async () => {
  await sql(`delete from ledger.mark where type = 'Share'`)
  expect((await get(appointmentPath())).status).toBe(500)
  const { sql: text } = (await readMigrations()).find(({ name }) => name.includes('marks'))!
  await sql(/insert into ledger\.mark[^;]*;/.exec(text)![0])
  for (const path of [appointmentPath(), documentPath(), ...timelines()]) expect((await get(path)).status).toBe(200)
})
