/** A restricted record and whoever is not named on it: imports, tables, repeated answers, events, what comes without an owner. */
import { glassRoutes } from '@candour/contract/glasses.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague, registerPatient, type Person } from '../people.ts'
import { checkedTable } from '../tables/by-web.ts'
import { checkedImport, doneImport, downloadExport, settled } from '../transfers/by-web.ts'
import { unzip } from '../transfers/unzip.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { buildHouse, writeNote, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
/** May do everything, and is named on nothing. */
let outsider: Person

beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Yewyew')
  outsider = await colleague(candour, house.admin, 4, 'Outsider')
  const members = [house.admin.session.member.id]
  const asked = { id: house.patient.id, members, reason: 'At risk', baseRevision: 0 }
  await house.admin.browser.call(restrictionRoutes.restrict, asked)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const ask = (name: string, by: Person, asked: Asked) =>
  callEndpoint(
    by.browser,
    candour.parts.endpoints.find((one) => one.name === name)!,
    asked,
  )

test('P03 an import puts nothing into what is hidden, and registers nobody with its NHS number', async () => {
  const { id, nhsNumber } = house.patient
  const system = 'https://fhir.nhs.uk/Id/nhs-number'
  const lines = [
    { resourceType: 'Patient', id, name: [{ family: 'Overwritten' }] },
    { resourceType: 'Patient', id: 'twin-1', identifier: [{ system, value: nhsNumber }], name: [{ family: 'Twin' }] },
    {
      resourceType: 'Observation',
      id: 'seen-1',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${id}` },
    },
  ]
  const files = { 'all.ndjson': lines.map((line) => `${JSON.stringify(line)}\n`).join('') }
  const { id: transfer } = await checkedImport(outsider, files)
  const { body } = await ask('transfer.list-refused', outsider, { input: { id: transfer } })
  // The third is refused when it is to be kept: until then its patient comes with the import itself.
  expect(body.total).toBe(2)
  for (const word of ['FamilyYewyew', house.note, house.file]) expect(JSON.stringify(body)).not.toContain(word)
  const { id: done } = await doneImport(outsider, files)
  expect((await ask('transfer.list-refused', outsider, { input: { id: done } })).body.total).toBe(3)
  const history = await ask('resource.history', house.admin, { input: { type: 'Patient', id } })
  expect(history.body.total).toBe(1)
})

test('P03 a table of patients names nobody who is hidden', async () => {
  const { family, birthDate, nhsNumber } = house.patient
  const rows = [`1,${family},Margery,${birthDate},`, `2,Elsewise,Ann,1950-01-02,${nhsNumber}`]
  const { id } = await checkedTable(outsider, ['ID,Surname,Forename,DOB,NHS number', ...rows, ''].join('\n'))
  const { body } = await ask('table.list-rows', outsider, { input: { id } })
  expect(JSON.stringify(body)).not.toContain(house.patient.id)
  expect(JSON.stringify(body)).not.toContain('same surname')
  const own = await checkedTable(house.admin, ['ID,Surname,Forename,DOB,NHS number', ...rows, ''].join('\n'))
  const shown = (await ask('table.list-rows', house.admin, { input: { id: own.id } })).body
  expect(JSON.stringify(shown)).toContain(house.patient.id)
  expect(JSON.stringify((await ask('table.list-rows', outsider, { input: { id: own.id } })).body)).not.toContain(
    house.patient.id,
  )
})

test('P03 an answer that is sent again does not bring back who was hidden since', async () => {
  const other = await registerPatient(house.admin, { family: 'Repeated', birthDate: '1944-04-04' })
  const form = {
    family: 'Repeated',
    given: 'Margery',
    title: '',
    birthDate: '1944-04-04',
    sex: 'female',
    duplicatesSeen: false,
  }
  const headers = { 'idempotency-key': 'once-and-again', 'content-type': 'application/json' }
  const send = () => outsider.browser.send('POST', '/api/patients', JSON.stringify(form), headers)
  expect(JSON.stringify((await send()).body)).toContain(other.id)
  const members = [house.admin.session.member.id]
  await house.admin.browser.call(restrictionRoutes.restrict, {
    id: other.id,
    members,
    reason: 'At risk',
    baseRevision: 0,
  })
  const again = await send()
  expect([again.status, JSON.stringify(again.body).includes(other.id)]).toEqual([422, false])
})

test('P03 events of a hidden record reach those alone who may open it, and end with the glass', async () => {
  const because = { reason: 'emergency', words: 'Collapsed in the waiting room' } as const
  const named = await listenTo(house.admin)
  const hidden = await listenTo(outsider)
  await writeNote(house.admin, house.patient.id, 'Heard by one')
  await expect.poll(() => named.text()).toContain(house.patient.id)
  await writeNote(house.admin, house.fhir.patient, 'Heard by both')
  await expect.poll(() => hidden.text()).toContain('note.finished')
  expect(hidden.text()).not.toContain(house.patient.id)
  const glass = await outsider.browser.call(glassRoutes.break, {
    whose: { by: 'nhs-number', nhsNumber: house.patient.nhsNumber! },
    ...because,
  })
  await writeNote(house.admin, house.patient.id, 'Heard through the glass')
  await expect.poll(() => hidden.text()).toContain(house.patient.id)
  await outsider.browser.call(glassRoutes.end, { id: glass.id })
  const before = hidden.text().split(house.patient.id).length
  await writeNote(house.admin, house.patient.id, 'Heard no more')
  await writeNote(house.admin, house.fhir.patient, 'Heard by both')
  const seen = hidden.text().split('note.finished').length
  await expect.poll(() => hidden.text().split('note.finished').length).toBeGreaterThanOrEqual(seen)
  await new Promise((resolve) => setTimeout(resolve, 1_600))
  expect(hidden.text().split(house.patient.id).length).toBe(before)
  await named.stop()
  await hidden.stop()
}, 30_000)

/** Reads the events that come, until it is stopped. */
async function listenTo({ browser }: Person) {
  const { response } = await browser.fetch('GET', '/api/events')
  const reader = response.body!.getReader()
  let text = ''
  const reading = (async () => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += Buffer.from(value as Uint8Array).toString()
    }
  })()
  return {
    text: () => text,
    async stop() {
      await reader.cancel()
      await reading
    },
  }
}

test('P03 what is written of somebody hidden by their NHS number lies where what names nobody lies', async () => {
  const identifier = { system: 'https://fhir.nhs.uk/Id/nhs-number', value: house.patient.nhsNumber! }
  const resource = {
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { reference: `https://fhir.nhs.uk/Id/nhs-number|${identifier.value}` },
    content: [{ attachment: { contentType: 'text/plain', data: 'RGVhcg==' } }],
  }
  const asked = (value: object): Asked => ({
    input: { type: 'DocumentReference' },
    resource: value as Record<string, unknown>,
    headers: { 'content-type': 'application/fhir+json' },
  })
  const nobody = { ...resource, subject: { reference: 'https://fhir.nhs.uk/Id/nhs-number|9999999999' } }
  const [hidden, unknown] = [
    await ask('resource.create', outsider, asked(resource)),
    await ask('resource.create', outsider, asked(nobody)),
  ]
  expect(hidden.status).toBe(unknown.status)
  const [row] = await house.owner.rows<{ kind: string }>(
    `select c.kind from candour.resource r join candour.compartment c using (practice, compartment) where r.id = $1`,
    [hidden.body.id],
  )
  expect(row?.kind).toBe('unfiled')
})

test('P03 a record whose glass is broken while an export is made is in it, and does not count as left out once the glass has ended', async () => {
  const { owner } = house
  // The export waits before its first record.
  await owner.rows(
    `create function candour.wait_here() returns trigger language plpgsql as
       'begin perform pg_advisory_xact_lock_shared(4711); return new; end'`,
  )
  await owner.rows(
    `create trigger wait_here before update on candour.transfer for each row
       when (old.state = 'waiting' and new.state = 'running') execute function candour.wait_here()`,
  )
  await owner.rows('select pg_advisory_lock(4711)')
  const { id } = await outsider.browser.call(transferRoutes.startExport, {})
  const glass = await outsider.browser.call(glassRoutes.break, {
    whose: { by: 'nhs-number', nhsNumber: house.patient.nhsNumber! },
    reason: 'emergency',
    words: 'Collapsed in the waiting room',
  })
  await owner.rows('select pg_advisory_unlock(4711)')
  await owner.rows('drop trigger wait_here on candour.transfer')
  expect((await settled(outsider, id)).state).toBe('done')
  const { bytes } = await downloadExport(outsider, id)
  expect([...unzip(bytes).values()].join('\n')).toContain(house.patient.nhsNumber!)
  await outsider.browser.call(glassRoutes.end, { id: glass.id })
  expect((await ask('transfer.download', outsider, { input: { id } })).status).toBe(410)
})
