import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  buildLinkHouse,
  makeLink,
  openLink,
  wrongCode,
  type LinkHouse,
  type MadeLink,
} from '../../../test/access-links.ts'
import type { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { letIn, supportPerson, switchSupport, tryInside } from '../../../test/support.ts'
import { newNhsNumber, writeNote, type House } from '../../../test/walls/house.ts'

let there: LinkHouse
let candour: TestCandour
let house: House
let nurse: Person
let manager: Person
let patient: string
beforeAll(async () => {
  there = await buildLinkHouse()
  ;({ candour, house, nurse, manager } = there)
})
afterAll(() => there.stop())
beforeEach(async () => {
  patient = (await registerPatient(house.admin, { nhsNumber: newNhsNumber() })).id
})

const idOf = ({ session }: Person) => session.member.id
const read = (browser: Browser) => browser.try(accessLinkRoutes.read, {})
const open = ({ token, code }: Pick<MadeLink, 'token' | 'code'>) =>
  candour.visitor().try(accessLinkRoutes.open, { token, code })
const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)

async function looksBy(browser: Browser) {
  await candour.settle()
  return (await browser.call(accessLinkRoutes.read, {})).looks
}

async function looksOf(by: Person) {
  await candour.settle()
  return (await by.browser.call(accessLinkRoutes.preview, { id: patient })).looks
}

test('B2 a patient sees who looked at the record, when and what for, folded into sittings, and nothing of anybody else', async () => {
  const note = await writeNote(house.admin, patient, 'A twinge on the left')
  for (let at = 0; at < 3; at += 1) await nurse.browser.call(noteRoutes.read, { id: note })
  await nurse.browser.call(patientRoutes.read, { id: patient })
  const reader = await colleague(candour, house.admin, 1, 'Desk Alder')
  await reader.browser.try(noteRoutes.read, { id: note })
  const browser = await openLink(candour, await makeLink(manager, patient))
  await candour.settle()
  const { body, headers } = await read(browser)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatchObject({ patient: 'Margery A.', practice: { name: 'Practice Quince' }, hidesNames: false })
  const ofNurse = body.looks.find((look: any) => look.who.name === 'Nurse Pomfret')
  expect(ofNurse.acts).toEqual([
    { kind: 'opened', what: 'Opened the details: name, address, allergies', count: 1 },
    { kind: 'opened', what: 'Read a note', count: 3 },
  ])
  expect(body.looks[0].who).toMatchObject({ kind: 'patient', name: 'You' })
  expect(body.looks.map((look: any) => look.who.name)).toContain('Manager Tansy')
  expect(JSON.stringify(body)).not.toMatch(new RegExp(`Ashdowne|999|twinge|127\\.0|${patient}|FamilyQuince`))
})

test('B2 refusals, support, exports, the patient’s own look and Candour’s own work are in it, in plain words', async () => {
  await switchSupport(house.admin, true)
  const support = await supportPerson(candour, 'Ada Quill')
  const { id } = await letIn(house.admin, support)
  await tryInside(support, id, patientRoutes.read, { id: patient })
  await nurse.browser.send('DELETE', `/fhir/R4/Patient/${patient}`)
  await nurse.browser.try(accessLinkRoutes.make, { id: patient })
  const made = await makeLink(house.admin, patient)
  await open({ ...made, code: wrongCode(made.code) })
  const browser = await openLink(candour, made)
  await read(browser)
  const looks = await looksBy(browser)
  const lines = looks.map(({ who, acts }) => `${who.kind} ${who.name}: ${acts.map(({ what }) => what).join(', ')}`)
  expect(lines.find((line) => line.startsWith('support null'))).toContain('Opened the details')
  expect(lines).toContain('patient Somebody who had the link: Tried a code that did not fit, or a link that was over')
  expect(lines.some((line) => line.startsWith('staff Nurse Pomfret: Not allowed, so not done: '))).toBe(true)
  expect(looks.find(({ who }) => who.kind === 'support')!.why).toBe('The practice asked for technical help')
  const staff = await looksOf(manager)
  expect(staff.find(({ who }) => who.kind === 'support')!.who.name).toBe('Ada Quill')
  expect(lines.join()).not.toMatch(/Did something|Saw something of|concerns the record/)
})

test('B2 names give way to roles for whom the maker chose, and to no role that one person alone has', async () => {
  const other = await colleague(candour, house.admin, 2, 'Nurse Second')
  for (const by of [nurse, house.admin]) await by.browser.call(patientRoutes.read, { id: patient })
  const made = await makeLink(manager, patient, {
    isAnybodyAtRisk: true,
    hidden: [nurse, other, house.admin].map(idOf),
  })
  const looks = await looksBy(await openLink(candour, made))
  const staff = looks.filter(({ who }) => who.kind === 'staff').map(({ who }) => `${who.name} ${who.role}`)
  expect(staff).toContain('null Nurse')
  expect(staff).toContain('null Member of staff')
  expect(JSON.stringify(looks)).not.toMatch(/Pomfret|Administrator Quince/)
  const all = await makeLink(manager, patient, { allHidden: true })
  const hidden = await looksBy(await openLink(candour, all))
  expect(hidden.filter(({ who }) => who.kind === 'staff' && who.name !== null)).toEqual([])
  expect((await looksOf(manager)).some(({ who }) => who.name === 'Nurse Pomfret')).toBe(true)
  expect(JSON.stringify(await looksOf(manager))).not.toContain('Asked the whole team')
})

test('B2 a role that one hidden member alone bears among the hidden is not shown: beside the named others it would be a name', async () => {
  const other = await colleague(candour, house.admin, 2, 'Nurse Third')
  for (const by of [nurse, other]) await by.browser.call(patientRoutes.read, { id: patient })
  const looks = await looksBy(await openLink(candour, await makeLink(manager, patient, { hidden: [idOf(nurse)] })))
  const staff = looks.filter(({ who }) => who.kind === 'staff').map(({ who }) => `${who.name} ${who.role}`)
  expect(staff).toContain('Nurse Third Nurse')
  expect(staff).toContain('null Member of staff')
  expect(staff).not.toContain('null Nurse')
})

test('P33 B2 an entry that was altered, or put into this list outside Candour, is named as that and closes nothing else', async () => {
  await nurse.browser.call(patientRoutes.read, { id: patient })
  const innocent = await colleague(candour, house.admin, 2, 'Nurse Innocent')
  await innocent.browser.call(patientRoutes.read, { id: house.patient.id })
  const link = await makeLink(manager, patient)
  await candour.settle()
  const numberOf = async (by: Person) => {
    const [row] = await sql<{ number: number }>(
      `select max(number) as number from ledger.entry where practice = $1 and actor = $2 and verb = 'patient.read'`,
      house.practice,
      idOf(by),
    )
    return row!.number
  }
  const [altered, elsewhere] = [await numberOf(nurse), await numberOf(innocent)]
  await sql(
    'update ledger.entry set actor = $3 where practice = $1 and number = $2',
    house.practice,
    altered,
    idOf(house.admin),
  )
  await sql(
    'insert into ledger.posting (practice, compartment, number) values ($1, $2, $3)',
    house.practice,
    patient,
    elsewhere,
  )
  const browser = await openLink(candour, link)
  for (const looks of [await looksOf(manager), await looksBy(browser)]) {
    const unknown = looks.filter(({ who }) => who.kind === 'unknown')
    expect(unknown.map(({ who, acts, why }) => [who.name, acts.map(({ kind }) => kind), why])).toEqual([
      [null, ['altered'], null],
      [null, ['altered'], null],
    ])
    expect(looks.map(({ who }) => who.name)).toContain('Manager Tansy')
    expect(JSON.stringify(looks)).not.toContain('Innocent')
  }
  await sql(
    'update ledger.entry set actor = $3 where practice = $1 and number = $2',
    house.practice,
    altered,
    idOf(nurse),
  )
  await sql(
    'delete from ledger.posting where practice = $1 and compartment = $2 and number = $3',
    house.practice,
    patient,
    elsewhere,
  )
})

test('B2 a broken glass tells the patient its reason of the list, and staff the words too', async () => {
  await manager.browser.call(restrictionRoutes.restrict, {
    id: patient,
    members: [idOf(manager)],
    reason: 'Private words',
    baseRevision: 0,
  })
  await nurse.browser.call(glassRoutes.break, {
    whose: { by: 'patient', patient },
    reason: 'emergency',
    words: 'Collapsed in the waiting room',
  })
  await nurse.browser.call(patientRoutes.read, { id: patient })
  const staff = (await looksOf(manager)).find(({ who }) => who.name === 'Nurse Pomfret')!
  expect(staff.why).toBe('Emergency care: Collapsed in the waiting room')
  await manager.browser.call(restrictionRoutes.lift, { id: patient, reason: 'Over', baseRevision: 1 })
  const looks = await looksBy(await openLink(candour, await makeLink(manager, patient)))
  expect(looks.find(({ who }) => who.name === 'Nurse Pomfret')!.why).toBe('Emergency care')
  expect(JSON.stringify(looks)).not.toMatch(/Collapsed|Private words/)
})
