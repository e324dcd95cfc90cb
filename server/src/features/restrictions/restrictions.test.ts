import { chartRoute } from '@candour/contract/charts.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { buildHouse, newNhsNumber, newWord, putResource, writeNote, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let nurse: Person
let manager: Person
let second: Person
let patient: string
let family: string
let number: string

beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Linden')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  second = await colleague(candour, house.admin, 4, 'Second Tansy')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})
beforeEach(async () => {
  family = strangeName()
  number = newNhsNumber()
  patient = (await registerPatient(house.admin, { family, nhsNumber: number })).id
})

let count = 0
/** Names that neither look nor sound alike. */
function strangeName(): string {
  const parts = ['Bax', 'Dvo', 'Fim', 'Glu', 'Hez', 'Jor', 'Kyp', 'Lan', 'Mub', 'Nex']
  const [tens, ones] = [Math.floor(count / 10), count++ % 10]
  return `${parts[ones]}${parts[tens]!.toLowerCase()}${parts[(ones * 7 + tens + 3) % 10]!.toLowerCase()}tree`
}

const idOf = ({ session }: Person) => session.member.id
const restrict = (by: Person, named: Person[], baseRevision = 0) =>
  by.browser.call(restrictionRoutes.restrict, {
    id: patient,
    members: named.map(idOf),
    reason: 'At risk',
    baseRevision,
  })
const lift = (by: Person, baseRevision: number) =>
  by.browser.call(restrictionRoutes.lift, { id: patient, reason: 'Over', baseRevision })
const because = { reason: 'emergency', words: 'Collapsed in the waiting room' } as const
const breakBy = (by: Person) =>
  by.browser.call(glassRoutes.break, { whose: { by: 'nhs-number', nhsNumber: number }, ...because })
const card = async (by: Person) => (await by.browser.send('GET', `/api/patients/${patient}`)).status
const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )
const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const noticesOf = async (by: Person) => (await by.browser.call(noticeRoutes.list, {})).notices

test('P03 a restricted record opens to the named alone, and to all again once it is lifted', async () => {
  expect(await Promise.all([nurse, manager, second].map(card))).toEqual([200, 200, 200])
  const shown = await restrict(house.admin, [house.admin, nurse])
  expect(shown.restricted?.people.map(({ name }) => name)).toEqual(['Administrator Linden', 'Nurse Pomfret'])
  expect(await Promise.all([house.admin, nurse, manager, second].map(card))).toEqual([200, 200, 404, 404])
  const read = await nurse.browser.call(patientRoutes.read, { id: patient })
  expect(read.restricted).toEqual({ people: 2, until: null })
  await lift(house.admin, 1)
  expect(await Promise.all([manager, second].map(card))).toEqual([200, 200])
  expect((await nurse.browser.call(patientRoutes.read, { id: patient })).restricted).toBeUndefined()
})

test('P03 who restricts is of level 3 or 4, can open the record, and names approved members', async () => {
  expect(await codeOf(restrict(nurse, [nurse]))).toMatch(/access.refused/)
  await restrict(manager, [nurse])
  expect(await codeOf(restrict(manager, [manager], 1))).toMatch(/patient.not_found/)
  expect(await codeOf(lift(second, 1))).toMatch(/patient.not_found/)
  expect(await codeOf(lift(nurse, 1))).toMatch(/access.refused/)
})

test('P03 what an administrator restricted is lifted and changed by nobody below, as long as they are here', async () => {
  await restrict(house.admin, [house.admin, manager])
  expect(await codeOf(lift(manager, 1))).toMatch(/restriction.above_own_level/)
  expect(await codeOf(restrict(manager, [manager], 1))).toMatch(/restriction.above_own_level/)
  expect((await manager.browser.call(restrictionRoutes.read, { id: patient })).can).toEqual([])
  await restrict(house.admin, [manager, second], 1)
  expect(await codeOf(lift(second, 2))).toBe('done')
  await restrict(manager, [manager, second], 3)
  expect(await codeOf(lift(manager, 4))).toBe('done')
})

test('P03 two who change a restriction at the same time do not overwrite each other', async () => {
  const came = await Promise.all(Array.from({ length: 20 }, () => codeOf(restrict(house.admin, [house.admin, nurse]))))
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(came.filter((one) => /record.changed_meanwhile/.test(one))).toHaveLength(19)
})

test('P03 the finder lists and counts no one who is hidden; the whole NHS number alone says that there is a record', async () => {
  const find = async (by: Person, text: string) => by.browser.call(patientRoutes.find, { text })
  expect((await find(nurse, family)).matches).toHaveLength(1)
  await restrict(house.admin, [house.admin])
  for (const text of [family, family.slice(0, 9), `${family} 1957`, '9999999999'])
    expect(await find(nurse, text)).toMatchObject({ matches: [], alike: 0, more: false, restricted: false })
  expect(await find(nurse, number)).toMatchObject({ matches: [], alike: 0, more: false, restricted: true })
  expect(JSON.stringify(await find(nurse, number))).not.toMatch(new RegExp(`${patient}|${family}`))
  expect((await find(house.admin, number)).matches).toHaveLength(1)
  const form = { family, given: 'Margery', title: '', birthDate: '1957-03-04', sex: 'female' } as const
  const registered = await nurse.browser.call(patientRoutes.register, { ...form, duplicatesSeen: false })
  expect(JSON.stringify(registered)).not.toContain(patient)
})

test('P03 breaking the glass opens one record to one member for 30 minutes, and tells who reviews it at once', async () => {
  await restrict(house.admin, [house.admin])
  const before = await sql<{ count: number }>(`select count(*)::int as count from candour.mail where kind = 'alert'`)
  const glass = await breakBy(nurse)
  expect(glass.patient).toBe(patient)
  expect(await Promise.all([nurse, manager, second].map(card))).toEqual([200, 404, 404])
  const read = await nurse.browser.call(chartRoute, { id: patient })
  expect(read.patient.restricted).toEqual({ people: 1, until: glass.until })
  const [mails] = await sql<{ count: number }>(`select count(*)::int as count from candour.mail where kind = 'alert'`)
  expect(mails!.count - before[0]!.count).toBe(2)
  expect((await noticesOf(second)).map(({ text }) => text).join()).toContain('Nurse Pomfret broke the glass')
  expect(await noticesOf(manager)).toEqual([])
  expect(await noticesOf(nurse)).toEqual([])
  clock.advance(29 * 60_000)
  expect(await card(nurse)).toBe(200)
  clock.advance(60_000)
  expect(await card(nurse)).toBe(404)
})

test('P03 a glass is ended by hand, by who broke it and by who reviews it, and by nobody else', async () => {
  await restrict(house.admin, [house.admin])
  const glass = await breakBy(nurse)
  expect(await codeOf(manager.browser.call(glassRoutes.end, { id: glass.id }))).toMatch(/glass.not_found/)
  await nurse.browser.call(glassRoutes.end, { id: glass.id })
  expect(await card(nurse)).toBe(404)
  const again = await breakBy(nurse)
  await second.browser.call(glassRoutes.end, { id: again.id })
  expect(await card(nurse)).toBe(404)
})

test('P03 who broke a glass cannot put away what tells the administrators of it', async () => {
  await restrict(house.admin, [house.admin])
  const { id } = await breakBy(manager)
  expect((await manager.browser.send('DELETE', `/api/notices/${id}`)).status).toBe(404)
  expect((await noticesOf(second)).map((notice) => notice.id)).toContain(id)
})

test('P03 of forty who break the same glass at once one does', async () => {
  await restrict(house.admin, [house.admin])
  const came = await Promise.all(Array.from({ length: 40 }, () => codeOf(breakBy(nurse))))
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(came.filter((one) => /glass.not_needed/.test(one))).toHaveLength(39)
})

test('P03 no glass is broken of what opens anyway, of nobody, or by the front desk', async () => {
  expect(await codeOf(breakBy(nurse))).toMatch(/glass.not_needed/)
  expect(
    await codeOf(
      nurse.browser.call(glassRoutes.break, { whose: { by: 'nhs-number', nhsNumber: newNhsNumber() }, ...because }),
    ),
  ).toMatch(/patient.not_found/)
  const desk = await colleague(candour, house.admin, 1)
  await restrict(house.admin, [house.admin])
  expect(await codeOf(breakBy(desk))).toMatch(/access.refused/)
})

test('P03 each glass is settled once, by another administrator, with a note; the record is not named to who may not open it', async () => {
  await restrict(house.admin, [house.admin])
  const glass = await breakBy(nurse)
  const own = await breakBy(second)
  const [mine] = (await second.browser.call(glassRoutes.list, {})).glasses.filter(({ id }) => id === own.id)
  expect(mine!.patient?.family).toBe(family)
  await second.browser.call(glassRoutes.end, { id: own.id })
  const [seen] = (await second.browser.call(glassRoutes.list, {})).glasses.filter(({ id }) => id === glass.id)
  expect(seen).toMatchObject({ by: { name: 'Nurse Pomfret' }, isOpen: true, patient: null, settled: null, ...because })
  const settle = (by: Person, id: string) =>
    by.browser.call(glassRoutes.settle, { id, verdict: 'incident', note: 'Was not on duty' })
  expect(await codeOf(settle(second, own.id))).toMatch(/glass.own/)
  const came = await Promise.all(Array.from({ length: 8 }, () => codeOf(settle(second, glass.id))))
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(await card(nurse)).toBe(404)
  const [settled] = (await house.admin.browser.call(glassRoutes.list, {})).glasses.filter(({ id }) => id === glass.id)
  expect(settled).toMatchObject({
    patient: { family },
    isOpen: false,
    settled: { verdict: 'incident', note: 'Was not on duty', by: { name: 'Second Tansy' } },
    can: [],
  })
})

test('P03 through a glass only an administrator changes who is named', async () => {
  await restrict(house.admin, [house.admin])
  await breakBy(manager)
  expect(await codeOf(restrict(manager, [manager], 1))).toMatch(/restriction.by_glass/)
  const read = await manager.browser.call(restrictionRoutes.read, { id: patient })
  expect(read).toMatchObject({ can: [], restricted: { reason: null } })
  await breakBy(second)
  await restrict(second, [second], 1)
  expect(await Promise.all([house.admin, second].map(card))).toEqual([404, 200])
})

test('P03 when a named person leaves, the administrators are told, without whose record it is', async () => {
  const leaver = await colleague(candour, house.admin, 2, 'Leaver Umber')
  await restrict(house.admin, [leaver])
  await house.admin.browser.call(memberRoutes.changeLevel, { id: idOf(leaver), level: 0, reason: 'left' })
  const told = (await noticesOf(second)).map(({ text }) => text).find((text) => text.includes('Leaver Umber'))
  expect(told).toMatch(/One of them opens to nobody any more/)
  expect(told).not.toContain(family)
  await breakBy(second)
  const { restricted } = await second.browser.call(restrictionRoutes.read, { id: patient })
  expect(restricted?.people).toMatchObject([{ name: 'Leaver Umber', isHere: false }])
})

const alterations: Record<string, string> = {
  'the row is taken away': 'delete from candour.restriction where patient = $1',
  'the sealed list is altered': `update candour.restriction set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where patient = $1`,
  'the marks are taken away': `delete from ledger.mark where type = 'Restriction' and id = $1`,
  'the newest mark is taken away': `delete from ledger.mark where type = 'Restriction' and id = $1 and version = 2`,
  'the revision is altered': 'update candour.restriction set revision = 1 where patient = $1',
}
test.each(Object.keys(alterations))('P33 %s: the record opens to nobody', async (what) => {
  await restrict(house.admin, [house.admin, nurse])
  await restrict(house.admin, [house.admin], 1)
  await sql(alterations[what]!, patient)
  expect(await Promise.all([house.admin, nurse, second].map(card))).toEqual([500, 500, 500])
  expect(JSON.stringify(await nurse.browser.call(patientRoutes.find, { text: family }))).not.toContain(patient)
})

test('P33 an older list, or the lifted one, brought back opens nothing', async () => {
  await restrict(house.admin, [house.admin, nurse])
  const [old] = await sql<{ sealed: Buffer; revision: number }>(
    'select sealed, revision from candour.restriction where patient = $1',
    patient,
  )
  await restrict(house.admin, [house.admin], 1)
  await sql(
    'update candour.restriction set sealed = $2, revision = $3 where patient = $1',
    patient,
    old!.sealed,
    old!.revision,
  )
  expect(await card(nurse)).toBe(500)
})

test('P33 a glass that is forged, repointed or brought back lets nobody in', async () => {
  await restrict(house.admin, [house.admin])
  const glass = await breakBy(nurse)
  await sql('update candour.glass set member = $2 where glass = $1', glass.id, idOf(manager))
  expect(await card(manager)).toBe(404)
  expect(await card(nurse)).toBe(404)
  await sql('update candour.glass set member = $2 where glass = $1', glass.id, idOf(nurse))
  const [open] = await sql<{ sealed: Buffer }>('select sealed from candour.glass where glass = $1', glass.id)
  await nurse.browser.call(glassRoutes.end, { id: glass.id })
  await sql(`update candour.glass set state = 'open' where glass = $1`, glass.id)
  expect(await card(nurse)).toBe(404)
  await sql(`update candour.glass set sealed = $2, revision = 1 where glass = $1`, glass.id, open!.sealed)
  expect(await card(nurse)).toBe(500)
  await sql('delete from candour.glass where glass = $1', glass.id)
  expect((await second.browser.send('GET', '/api/glasses')).status).toBe(500)
  await sql(`delete from ledger.mark where type = 'Glass' and id = $1`, glass.id)
})

test('P03 what a restricted patient owns together with another is restricted too, also right after a named one read it', async () => {
  const other = (await registerPatient(house.admin, { family: `Child${newWord()}` })).id
  const shared = newWord()
  await putResource(house.admin, 'Appointment', shared, {
    status: 'booked',
    start: '2026-02-01T09:00:00Z',
    end: '2026-02-01T09:20:00Z',
    description: `Together ${shared}`,
    participant: [patient, other].map((id) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  })
  await writeNote(house.admin, other, 'A note of the other')
  const charted = async (by: Person) => {
    const chart = await by.browser.call(chartRoute, { id: other })
    return { total: chart.timeline.total, isThere: JSON.stringify(chart).includes(shared), notes: chart.notes.length }
  }
  expect(await charted(nurse)).toEqual({ total: 2, isThere: true, notes: 1 })
  await restrict(house.admin, [house.admin])
  expect(await charted(house.admin)).toEqual({ total: 2, isThere: true, notes: 1 })
  expect(await charted(nurse)).toEqual({ total: 1, isThere: false, notes: 1 })
  expect(await charted(house.admin)).toEqual({ total: 2, isThere: true, notes: 1 })
  expect((await nurse.browser.send('GET', `/fhir/R4/Appointment/${shared}`)).status).toBe(404)
  expect((await nurse.browser.send('GET', `/fhir/R4/Appointment/${shared}/_history?_count=0`)).status).toBe(404)
})

test('P03 restricted while forty read: each gets the record or nothing, and nobody anything from the answer on', async () => {
  await writeNote(house.admin, patient, 'Read by many')
  const chart = () => nurse.browser.send('GET', `/api/patients/${patient}/chart`)
  const reading = Array.from({ length: 20 }, chart)
  const restricting = restrict(house.admin, [house.admin])
  const late = Array.from({ length: 20 }, chart)
  await restricting
  const after = await Promise.all(Array.from({ length: 10 }, chart))
  for (const { status, body } of await Promise.all([...reading, ...late])) {
    expect([200, 404]).toContain(status)
    if (status === 404) expect(JSON.stringify(body)).not.toContain(family)
    else expect(body).toMatchObject({ patient: { family }, timeline: { total: 1 } })
  }
  expect(new Set(after.map(({ status }) => status))).toEqual(new Set([404]))
})

test('P03 who was kept out stands in the access log of the record', async () => {
  await restrict(house.admin, [house.admin])
  await card(nurse)
  await candour.settle()
  const rows = await sql<{ outcome: string }>(
    `select outcome from ledger.entry where practice = $1 and actor = $2 and verb = 'patient.read' and subjects = array[$3::uuid]
     order by number desc limit 1`,
    house.practice,
    idOf(nurse),
    patient,
  )
  expect(rows).toEqual([{ outcome: 'refused' }])
})
