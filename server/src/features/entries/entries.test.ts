import { draftRoutes } from '@candour/contract/drafts.ts'
import { entryRoutes, type EntryInFull, type ResourceChange } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { buildHouse, putResource, writeNote, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let house: House
let manager: Person
let nurse: Person
let reception: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  reception = await colleague(candour, house.admin, 1, 'Cerys Uldale')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const idOf = ({ session }: Person) => session.member.id
const list = async (input: object = {}, by = manager) => {
  await candour.settle()
  return by.browser.call(entryRoutes.list, input as never)
}
const newest = async (verb: string) => {
  await candour.settle()
  const [row] = await house.owner.rows<{ number: number }>(
    'select max(number) as number from ledger.entry where practice = $1 and verb = $2',
    [house.practice, verb],
  )
  return row!.number
}
const read = async (verb: string, by = manager): Promise<EntryInFull> =>
  by.browser.call(entryRoutes.read, { number: await newest(verb) })
const fieldsOf = ({ changes }: EntryInFull) =>
  changes.flatMap((change) =>
    change.of === 'fields' ? change.fields.map((one) => ({ what: change.what, ...one })) : [],
  )
const resourceOf = ({ changes }: EntryInFull) => changes.find((one): one is ResourceChange => one.of === 'resource')!
const codeOf = (answer: { body: any }) => answer.body?.error?.code ?? 'no error'

/** A note with two versions, by its id. */
async function amended(patient = house.patient.id): Promise<string> {
  const note = await writeNote(nurse, patient, 'Composite sound')
  const sections = [{ heading: 'Seen', text: 'Gap at the margin' }]
  const draft = await nurse.browser.call(draftRoutes.start, { patient, title: 'A note', sections, amends: { note } })
  await nurse.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: draft.revision })
  return note
}

test('P28 one entry says who, what, when, from where, in which session and for which request; before and after are the two kept versions', async () => {
  await amended()
  const full = await read('draft.finish')
  expect(full.entry.who.name).toBe('Nurse Pomfret')
  expect(full.entry.patient?.id).toBe(house.patient.id)
  expect([full.device, full.address]).toEqual(['A program', '127.0.0.1'])
  expect(full.session).toMatch(/^[0-9a-f-]{36}$/)
  expect(full.request).toBeTruthy()
  expect(full.route).toBe('/api/drafts/:id/finish')
  const change = resourceOf(full)
  expect(change).toMatchObject({ type: 'Composition', version: 2, state: 'open', patient: house.patient.id })
  expect(change.before).toContain('Composite sound')
  expect(change.after).toContain('Gap at the margin')
  // Of what is new there is no before
  await writeNote(nurse, house.patient.id, 'The first of it')
  expect(resourceOf(await read('draft.finish'))).toMatchObject({ version: 1, before: null })
})

test('P28 the fields of a patient who was amended, for whoever may open the record; and opening them stands in the record’s log', async () => {
  const patient = await registerPatient(reception, { family: 'Larkin' })
  const { id, version: baseVersion } = patient
  const { name: _name, ...form } = { ...patient, name: '' } as any
  const fields = Object.fromEntries(
    Object.entries(form).filter(([key]) => !['id', 'version', 'allergies', 'restricted', 'diedAt'].includes(key)),
  )
  await reception.browser.call(patientRoutes.amend, { ...fields, id, baseVersion, family: 'Larkins' } as never)
  const change = resourceOf(await read('patient.amend', reception))
  expect(change).toMatchObject({ type: 'Patient', version: 2, state: 'open' })
  expect([change.before, change.after].map((text) => JSON.parse(text!).name[0].family)).toEqual(['Larkin', 'Larkins'])
  const own = await list({ patient: id, kind: 'opened' })
  expect(own.entries.map(({ verb }) => verb)).toContain('entry.read')
})

test('P16 P28 rules, members and restrictions say field by field what changed, with the reason; no secret is ever among it', async () => {
  const { rules, revision } = await house.admin.browser.call(rulesRoutes.read, {})
  const change = {
    rules: { ...rules, idleMinutes: 25, supportAllowed: true },
    baseRevision: revision,
    reason: 'Long treatments',
  }
  await house.admin.browser.call(rulesRoutes.change, change)
  const full = await read('rules.change')
  expect(full.reason).toBe('Long treatments')
  expect(fieldsOf(full)).toEqual([
    { what: 'Rules of the practice', label: 'A session ends when idle for', before: '15 minutes', after: '25 minutes' },
    { what: 'Rules of the practice', label: 'Support may ask to be let in', before: 'No', after: 'Yes' },
  ])
  await manager.browser.call(memberRoutes.give, {
    id: idOf(nurse),
    permission: 'record.export',
    until: '2030-01-01T12:00:00.000Z',
    location: null,
    reason: 'Stands in',
  })
  expect(fieldsOf(await read('member.give'))).toEqual([
    {
      what: 'Member: Nurse Pomfret',
      label: 'Beyond the level',
      before: null,
      after: [expect.stringMatching(/^Given: .*, until 01-Jan-2030 12:00$/)],
    },
  ])
  await manager.browser.call(memberRoutes.changeLevel, { id: idOf(reception), level: 2, reason: 'Qualified' })
  expect(fieldsOf(await read('member.change-level'))).toEqual([
    expect.objectContaining({ label: 'Level', before: 'Reception', after: 'Clinician' }),
  ])
  await manager.browser.call(memberRoutes.changeLevel, { id: idOf(reception), level: 1, reason: 'Back' })
})

test('P03 P28 a reader without the right to a patient sees neither name, nor fields, nor why', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Hiddenbrook' })
  await amended(id)
  const [number, amendedAt] = [await newest('patient.register'), await newest('draft.finish')]
  const asked = { id, members: [idOf(house.admin)], reason: 'Hiddenbrook works here', baseRevision: 0 }
  await house.admin.browser.call(restrictionRoutes.restrict, asked)
  const restricted = await newest('restriction.restrict')
  for (const one of [number, amendedAt, restricted]) {
    const told = await manager.browser.call(entryRoutes.read, { number: one })
    expect(told.entry.patient).toBeNull()
    expect(told.changes.every(({ state }) => state === 'closed')).toBe(true)
    expect(JSON.stringify(told)).not.toMatch(/Hiddenbrook|Gap at the margin|Composite/)
  }
  expect((await manager.browser.call(entryRoutes.read, { number: restricted })).reasonClosed).toBe(true)
  const open = await house.admin.browser.call(entryRoutes.read, { number: restricted })
  expect(open.reason).toBe('Hiddenbrook works here')
  expect(fieldsOf(open)).toEqual([
    { what: 'Restriction of the record', label: 'Opens to', before: null, after: [house.admin.session.member.name] },
  ])
  expect(codeOf(await manager.browser.send('GET', `/api/entries?patient=${id}`))).toBe('patient.not_found')
  expect(codeOf(await nurse.browser.send('GET', `/api/entries/about/Patient/${id}`))).toBe('patient.not_found')
})

test('P28 a member reads their own, a clinician those of a record they may open, without from where; anything else is not there', async () => {
  const note = await amended()
  const byNurse = await newest('draft.finish')
  expect(codeOf(await reception.browser.send('GET', `/api/entries/${byNurse}`))).toBe('entry.not_found')
  expect(codeOf(await reception.browser.send('GET', '/api/entries/100000000'))).toBe('entry.not_found')
  expect((await nurse.browser.call(entryRoutes.read, { number: byNurse })).address).toBe('127.0.0.1')
  const second = await colleague(candour, house.admin, 2, 'Second Nurse')
  const seen = await second.browser.call(entryRoutes.read, { number: byNurse })
  expect([seen.address, seen.device, seen.session, seen.entry.from]).toEqual([null, null, null, ''])
  expect(resourceOf(seen).after).toContain('Gap at the margin')
  const invited = await newest('member.invite')
  expect(codeOf(await second.browser.send('GET', `/api/entries/${invited}`))).toBe('entry.not_found')

  const own = await reception.browser.call(entryRoutes.listOwn, { routine: 'shown' })
  expect(new Set(own.entries.map(({ who }) => who.name))).toEqual(new Set(['Cerys Uldale']))
  const about = await second.browser.call(entryRoutes.listAbout, { type: 'Composition', id: note })
  expect(about.entries.map(({ verb, who }) => [verb, who.name])).toEqual(
    expect.arrayContaining([['draft.finish', 'Nurse Pomfret']]),
  )
  expect(about.entries.every(({ from, who }) => from === '' || who.member === idOf(second))).toBe(true)
  const whole = await second.browser.call(entryRoutes.listAbout, { type: 'Patient', id: house.patient.id })
  expect(whole.entries.length).toBeGreaterThan(about.entries.length)
  expect(codeOf(await reception.browser.send('GET', `/api/entries/about/Composition/${note}`))).toBe('access.refused')
})

test('P28 filters combine, count honestly and page without a gap or a double', async () => {
  await manager.browser.try(sessionRoutes.prove, { password: 'not this one' } as never)
  const sent = await list({ group: 'team' })
  expect(sent.entries.length).toBeGreaterThan(3)
  expect(sent.entries.every(({ verb }) => verb.startsWith('member.'))).toBe(true)
  expect(sent.matching).toEqual({ count: sent.entries.length, isAll: true })
  const mine = await list({ group: 'team', member: idOf(manager) })
  expect(mine.entries.every(({ who }) => who.member === idOf(manager))).toBe(true)
  expect(mine.entries.length).toBeLessThan(sent.entries.length)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
  const everything = await list({ from: today, to: today })
  expect(everything.matching!.count).toBeGreaterThan(50)
  expect((await list({ to: '2020-01-01' })).entries).toEqual([])
  expect((await list({ from: '2999-01-01' })).entries).toEqual([])
  // Page by page the same as the numbers that there are
  const numbers: number[] = []
  for (let before: number | null = everything.total + 1; before !== null;) {
    const page: Awaited<ReturnType<typeof list>> = await list({ before })
    numbers.push(...page.entries.map(({ number }) => number).filter((number) => number <= everything.total))
    before = page.before
  }
  expect(numbers).toEqual(Array.from({ length: everything.total }, (_, place) => everything.total - place))
  for (const kind of ['refused', 'signed-in', 'changed', 'opened'] as const) {
    const some = await list({ kind })
    expect([kind, some.entries.every((one) => one.kind === kind), some.entries.length > 0]).toEqual([kind, true, true])
  }
})

test('P28 from where and in which session lie sealed, and are found all the same', async () => {
  await candour.settle()
  const full = await nurse.browser.call(entryRoutes.read, { number: await newest('draft.finish') })
  const session = await list({ session: full.session! })
  expect(session.entries.length).toBeGreaterThan(2)
  expect(new Set(session.entries.map(({ who }) => who.name))).toEqual(new Set(['Nurse Pomfret']))
  expect((await list({ place: 'A PROGRAM', member: idOf(nurse), kind: 'changed' })).entries.length).toBeGreaterThan(2)
  expect((await list({ place: '127.0.0.1', kind: 'signed-in' })).entries.length).toBeGreaterThan(2)
  const none = await list({ place: '203.0.113.9' })
  expect([none.entries, none.matching]).toEqual([[], null])
})

test('P33 an entry that was altered is named and stops no other; a version that was altered is named beside the rest', async () => {
  const note = await amended()
  const number = await newest('draft.finish')
  const at = `practice = '${house.practice}' and number = ${number}`
  await house.owner.rows(`create temp table kept as select * from ledger.entry where ${at}`)
  await house.owner.rows(`update ledger.entry set actor = null where ${at}`)
  const shown = await list()
  const altered = shown.entries.filter((one) => one.altered)
  expect(altered.map((one) => [one.number, one.what, one.patient])).toEqual([
    [number, 'This entry was altered outside Candour', null],
  ])
  expect(shown.entries.length).toBe(50)
  expect(codeOf(await manager.browser.send('GET', `/api/entries/${number}`))).toBe('record.altered')
  await house.owner.rows(`update ledger.entry set actor = (select actor from kept) where ${at}`)

  const version = `practice = '${house.practice}' and type = 'Composition' and id = '${note}' and version = 1`
  await house.owner.rows(`update candour.resource set sealed = set_byte(sealed, 60, 1) where ${version}`)
  const told = await manager.browser.call(entryRoutes.read, { number })
  expect(resourceOf(told)).toMatchObject({ state: 'altered', before: null, after: null })
  expect(told.entry.who.name).toBe('Nurse Pomfret')
})

test('P33 an entry that was put into a patient’s list outside Candour names nobody there: neither in a history, a filter, an export nor under the lock', async () => {
  const { id } = await registerPatient(house.admin)
  const note = await amended(id)
  const innocent = await colleague(candour, house.admin, 2, 'Nurse Innocent')
  await innocent.browser.call(patientRoutes.read, { id: house.patient.id })
  const number = await newest('patient.read')
  const posting = [house.practice, id, number]
  await house.owner.rows('insert into ledger.posting (practice, compartment, number) values ($1, $2, $3)', posting)
  const about = await nurse.browser.call(entryRoutes.listAbout, { type: 'Patient', id })
  const filtered = await list({ patient: id })
  const placed = await list({ patient: id, place: '127.0.0.1' })
  for (const { entries } of [about, filtered, placed]) {
    expect(entries.filter(({ altered }) => altered).map((one) => [one.number, one.what, one.patient])).toEqual([
      [number, 'This entry, or its place in this list, was altered outside Candour', null],
    ])
    expect(entries.map(({ who }) => who.name)).toContain('Nurse Pomfret')
    expect(JSON.stringify(entries)).not.toContain('Innocent')
  }
  const asked = JSON.stringify({ reason: 'For the inspector', format: 'ndjson', patient: id })
  const headers = { 'content-type': 'application/json' }
  const { body } = await manager.browser.send('POST', '/api/entries/export', asked, headers)
  expect(String(body)).toContain('Nurse Pomfret')
  expect(String(body)).not.toContain('Innocent')
  expect(codeOf(await nurse.browser.send('GET', `/api/seals/Composition/${note}`))).toBe('record.altered')
  await house.owner.rows('delete from ledger.posting where practice = $1 and compartment = $2 and number = $3', posting)
  expect(codeOf(await nurse.browser.send('GET', `/api/seals/Composition/${note}`))).toBe('no error')
})

test('P28 what is deleted opens to those alone who may delete patients', async () => {
  await putResource(house.admin, 'Patient', 'gone-patient', { name: [{ family: 'Vanished' }], gender: 'female' })
  const number = await newest('resource.update')
  await house.admin.browser.send('DELETE', '/fhir/R4/Patient/gone-patient')
  const told = await nurse.browser.send('GET', `/api/entries/${number}`)
  expect(JSON.stringify(told.body)).not.toContain('Vanished')
  const open = await house.admin.browser.call(entryRoutes.read, { number })
  expect(resourceOf(open).after).toContain('Vanished')
  const byManager = await manager.browser.call(entryRoutes.read, { number })
  expect([resourceOf(byManager).state, JSON.stringify(byManager).includes('Vanished')]).toEqual(
    manager.session.can.includes('patient.delete') ? ['open', true] : ['closed', false],
  )
})
