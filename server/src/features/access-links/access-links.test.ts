import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
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
import { registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { newNhsNumber, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'

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

test('B2 where somebody is at risk a link without a hidden name is not made', async () => {
  const asked = {
    id: patient,
    days: 1,
    isAnybodyAtRisk: true,
    words: 'She was followed home',
    hidden: [],
    allHidden: false,
  }
  expect(codeOf(await manager.browser.try(accessLinkRoutes.make, asked))).toBe('access-link.hide_somebody')
})

test('B2 whom an earlier link hid is named after a second person agreed, who is not the maker; so it is with a restricted record', async () => {
  await makeLink(manager, patient, { isAnybodyAtRisk: true, hidden: [idOf(nurse)] })
  const made = await makeLink(manager, patient)
  expect(made.link.state).toBe('waiting')
  expect(codeOf(await open(made))).toBe('access-link.refused')
  const confirm = (by: Person) => by.browser.try(accessLinkRoutes.confirm, { id: made.link.id })
  expect(codeOf(await confirm(manager))).toBe('access-link.own')
  expect(codeOf(await confirm(nurse))).toBe('access.refused')
  expect((await confirm(house.admin)).body.state).toBe('ready')
  await openLink(candour, made)
  const members = [idOf(manager), idOf(house.admin)]
  await manager.browser.call(restrictionRoutes.restrict, { id: patient, members, reason: 'Risk', baseRevision: 0 })
  expect((await makeLink(manager, patient, { hidden: [idOf(nurse)] })).link.state).toBe('waiting')
})

test('B2 a link opens once, for the one browser that opened it, for thirty minutes', async () => {
  const made = await makeLink(manager, patient)
  const browser = await openLink(candour, made)
  expect(codeOf(await open(made))).toBe('access-link.refused')
  expect((await read(browser)).status).toBe(200)
  expect(codeOf(await read(candour.visitor()))).toBe('access-link.over')
  there.clock.advance(29 * 60_000)
  expect((await read(browser)).status).toBe(200)
  there.clock.advance(60_000)
  expect(codeOf(await read(browser))).toBe('access-link.over')
})

test('B2 an opened page is read sixty times at most; then it is over, and enters nothing more', async () => {
  const browser = await openLink(candour, await makeLink(manager, patient))
  const again = (times: number) => Promise.all(Array.from({ length: times }, () => read(browser)))
  const readings = [...(await again(30)), ...(await again(29))]
  expect(readings.every(({ status }) => status === 200)).toBe(true)
  await candour.settle()
  expect((await read(browser)).status).toBe(200)
  await candour.settle()
  const size = async () =>
    (await sql<{ size: number }>('select size from ledger.head where practice = $1', house.practice))[0]!.size
  const before = await size()
  expect((await again(5)).map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'access-link.over'))
  await candour.settle()
  expect(await size()).toBe(before)
  expect((await browser.try(accessLinkRoutes.leave, {})).status).toBe(200)
})

test('B2 of forty who bring link and code at once one gets in', async () => {
  const made = await makeLink(manager, patient)
  const came = await Promise.all(Array.from({ length: 40 }, () => open(made)))
  expect(came.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('B2 five wrong codes end the link, at once or one by one, and every answer is the same', async () => {
  const made = await makeLink(manager, patient)
  const tries = await Promise.all(Array.from({ length: 8 }, () => open({ ...made, code: wrongCode(made.code) })))
  const right = await open(made)
  const unknown = await open({ token: 'x'.repeat(43), code: made.code })
  const texts = [...tries, right, unknown].map(
    ({ status, body }) => `${status} ${body.error.code} ${body.error.message}`,
  )
  expect(new Set(texts).size).toBe(1)
  const { links } = await manager.browser.call(accessLinkRoutes.list, { id: patient })
  expect(links[0]).toMatchObject({ state: 'over', over: 'tries', tries: 5 })
  await candour.settle()
  const entered = await sql<{ count: number }>(
    `select count(*)::int as count from ledger.entry where actor = $1 and verb = 'access-link.open' and outcome = 'refused'
     and $2 = any(subjects)`,
    made.link.id,
    patient,
  )
  expect(entered[0]!.count).toBe(9)
})

test('B2 who tries codes of one link over and over is throttled, and the answer takes its time', async () => {
  const token = 'y'.repeat(43)
  const began = performance.now()
  const codes = (await Promise.all(Array.from({ length: 14 }, () => open({ token, code: '00000000' })))).map(codeOf)
  expect(codes.filter((code) => code === 'session.throttled')).toHaveLength(4)
  expect(performance.now() - began).toBeGreaterThan(95)
})

test('B2 a link is over after its days, once it is revoked, and once somebody restricts the record', async () => {
  const [late, revoked, restricted] = [
    await makeLink(manager, patient, { days: 1 }),
    await makeLink(manager, patient),
    await makeLink(manager, patient),
  ]
  const seen = await openLink(candour, await makeLink(manager, patient))
  await manager.browser.call(accessLinkRoutes.revoke, { id: revoked.link.id })
  expect(codeOf(await open(revoked))).toBe('access-link.refused')
  const members = [idOf(manager)]
  await manager.browser.call(restrictionRoutes.restrict, { id: patient, members, reason: 'Risk', baseRevision: 0 })
  expect(codeOf(await open(restricted))).toBe('access-link.refused')
  expect(codeOf(await read(seen))).toBe('access-link.over')
  expect(codeOf(await house.admin.browser.try(accessLinkRoutes.preview, { id: patient }))).toBe('patient.not_found')
  there.clock.advance(86_400_000)
  const { links } = await (await signIn(candour, manager.email)).browser.call(accessLinkRoutes.list, { id: patient })
  expect(links.find(({ id }) => id === late.link.id)!.state).toBe('over')
  manager = await signIn(candour, manager.email)
  nurse = await signIn(candour, nurse.email)
  house.admin = await signIn(candour, house.admin.email)
})

test('B2 whoever leaves the page is out, and a revoked link shows nothing more to who has it open', async () => {
  const [left, revoked] = [await makeLink(manager, patient), await makeLink(manager, patient)]
  const [one, other] = [await openLink(candour, left), await openLink(candour, revoked)]
  const { cookie } = one
  await one.call(accessLinkRoutes.leave, {})
  expect(codeOf(await read(Object.assign(one, { cookie })))).toBe('access-link.over')
  await manager.browser.call(accessLinkRoutes.revoke, { id: revoked.link.id })
  expect(codeOf(await read(other))).toBe('access-link.over')
})

test('B2 P47 while the practice is locked it is closed in words, and the link stays', async () => {
  const owner = await signUp(candour, 'Practice Locked')
  const { id } = await registerPatient(owner)
  const [made, seen] = [await makeLink(owner, id), await openLink(candour, await makeLink(owner, id))]
  await owner.browser.call(rulesRoutes.lock, { reason: 'A test' })
  expect(codeOf(await open(made))).toBe('access-link.closed')
  expect(codeOf(await read(seen))).toBe('access-link.closed')
})

test('B2 a deleted patient’s link is closed; an erased patient’s opens nothing, and who looked still stands in the activity', async () => {
  const deleted = await makeLink(manager, patient)
  expect((await house.admin.browser.send('DELETE', `/fhir/R4/Patient/${patient}`)).status).toBe(204)
  expect(codeOf(await open(deleted))).toBe('access-link.closed')
  patient = (await registerPatient(house.admin)).id
  const made = await makeLink(manager, patient)
  await inPractice(candour, house.practice, (inside) => destroyCompartment({ ...inside, now: new Date() }, patient))
  expect(codeOf(await open(made))).toBe('access-link.refused')
  await candour.settle()
  const seen = await manager.browser.call(accessLinkRoutes.preview, { id: patient })
  expect(seen.isErased).toBe(true)
  expect(seen.looks.map(({ who }) => who.name)).toContain('Manager Tansy')
  const { entries } = await manager.browser.call(entryRoutes.list, { patient })
  expect(entries.map(({ what }) => what)).toContain('Made a link that shows who opened the record of an erased patient')
})

test('P33 a link that was altered, swapped or brought back outside Candour opens nothing', async () => {
  const row = async (id: string) => (await sql('select * from candour.access_link where link = $1', id))[0]!
  const made = await makeLink(manager, patient)
  const before = await row(made.link.id)
  for (let at = 0; at < 5; at += 1) await open({ ...made, code: wrongCode(made.code) })
  await sql(
    'update candour.access_link set revision = $2, sealed = $3 where link = $1',
    made.link.id,
    before['revision'],
    before['sealed'],
  )
  expect(codeOf(await open(made))).toBe('record.altered')
  const another = async () => makeLink(manager, (await registerPatient(house.admin)).id)
  const [one, other] = [await another(), await another()]
  const theirs = await row(other.link.id)
  await sql('delete from candour.access_link where link = $1', other.link.id)
  await sql('update candour.access_link set token_hash = $2 where link = $1', one.link.id, theirs['token_hash'])
  expect(codeOf(await open(other))).toBe('record.altered')
})

test('B2 P16 neither token nor code lies anywhere in the database', async () => {
  const made = await makeLink(manager, patient)
  await openLink(candour, made)
  await candour.settle()
  const found = await sql<{ text: string }>(
    `select a::text as text from candour.access_link a union all select i::text from candour.idempotency i
     union all select e::text from ledger.entry e where verb like 'access-link.%'`,
  )
  for (const { text } of found) for (const secret of [made.token, made.code]) expect(text).not.toContain(secret)
  for (const { text } of found) expect(text).not.toContain(Buffer.from(made.token).toString('hex'))
})
