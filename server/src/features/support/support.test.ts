import { chartRoute } from '@candour/contract/charts.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { supportHeader, supportRoutes } from '@candour/contract/support.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { softPasskey } from '../../../test/soft-passkey.ts'
import {
  askedBy,
  letIn,
  linkFor,
  operatorOf,
  supportPerson,
  switchSupport,
  tryInside,
  type Support,
} from '../../../test/support.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { buildHouse, newNhsNumber, newWord, writeNote, type House } from '../../../test/walls/house.ts'
import { entriesAfter, lastNumber } from '../../../test/walls/ledger-entries.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { newId } from '../../platform/vault/ids.ts'
import { removeSupport } from './support-by-operator.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
let nurse: Person
let support: Support
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Hazel')
  manager = await colleague(candour, house.admin, 3, 'Manager Quince')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})
beforeEach(async () => {
  await switchSupport(house.admin, true)
  support = await supportPerson(candour, `Ada ${newWord()}`)
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const look = async (request: string, by = support) => codeOf(await tryInside(by, request, patientRoutes.recent, {}))
const minutesLater = (minutes: number) => clock.advance(minutes * 60_000)

test('P09 support signs in by passkey alone, at an entry of its own', async () => {
  const { browser, passkey } = support
  const { cookie } = browser
  await browser.call(supportRoutes.signOut, {})
  expect(browser.cookie).toBe('candour-support=')
  Object.assign(browser, { cookie })
  expect(codeOf(await browser.try(supportRoutes.readSession, {}))).toBe('session.ended')
  const options = await browser.call(supportRoutes.startSignIn, {})
  const signed = passkey.sign(options)
  const session = await browser.call(supportRoutes.signIn, { signed })
  expect([session.name, session.requests]).toEqual([support.name, []])
  // A signature counts once, and for this entry alone.
  expect(codeOf(await candour.visitor().try(supportRoutes.signIn, { signed }))).toBe('factor.passkey_refused')
  const other = passkey.sign(await candour.visitor().call(sessionRoutes.startPasskey, {}))
  expect(codeOf(await candour.visitor().try(supportRoutes.signIn, { signed: other }))).toBe('factor.passkey_refused')
  const theirs = passkey.sign(await candour.visitor().call(sessionRoutes.startPasskey, {}))
  expect(codeOf(await candour.visitor().try(sessionRoutes.signInByPasskey, { signed: theirs }))).toBe(
    'factor.passkey_refused',
  )
})

test('P09 the operator’s link adds one passkey, once; a second one adds another, and none is made by who has an old link', async () => {
  const token = await linkFor(candour, support.email)
  const enrol = async (link: string) => {
    const asked = await candour.visitor().call(supportRoutes.startEnrolment, { token: link })
    const passkey = softPasskey().make(asked.passkey)
    return candour.visitor().try(supportRoutes.enrol, { token: link, passkey, name: 'Laptop' })
  }
  const came = await Promise.all(Array.from({ length: 10 }, () => enrol(token).then(codeOf, () => 'link.invalid')))
  expect(came.filter((code) => code === 'no error')).toHaveLength(1)
  await expect(enrol(token)).rejects.toThrow('link.invalid')
  const [row] = await sql<{ count: number }>(
    'select count(*)::int as count from gate.support_passkey k join gate.support_session s on s.person = k.person where s.session = (select session from gate.support_session order by seen_at desc limit 1)',
  )
  expect(row!.count).toBeGreaterThanOrEqual(2)
})

test('P09 P10 support asks with a reason and a time, is let in by a manager, reads, and no more when the time is over', async () => {
  const request = await askedBy(manager, support, 15, 'The chart stays empty for Mrs A')
  expect(await look(request)).toBe('support.not_in')
  const notices = await manager.browser.call(noticeRoutes.list, {})
  expect(JSON.stringify(notices)).toContain('asks to be let in')
  expect(JSON.stringify(await nurse.browser.call(noticeRoutes.list, {}))).not.toContain('asks to be let in')
  const mails = JSON.stringify(await house.admin.browser.call(mailRoutes.outbox, {}))
  expect(mails).toContain(`${support.name} of the operator’s support asks to be let in`)
  expect(codeOf(await nurse.browser.try(supportRoutes.approve, { id: request }))).toBe('access.refused')
  const approved = await manager.browser.call(supportRoutes.approve, { id: request })
  expect([approved.state, approved.decided?.by.name]).toEqual(['open', 'Manager Quince'])
  const opened = await support.browser.call(supportRoutes.open, { id: request })
  expect([opened.practice.name, opened.until]).toEqual(['Practice Hazel', approved.until])
  const chart = await tryInside(support, request, chartRoute, { id: house.patient.id })
  expect([chart.status, JSON.stringify(chart.body)]).toEqual([200, expect.stringContaining('FamilyHazel')])
  const note = await tryInside(support, request, noteRoutes.read, { id: house.note } as never)
  expect(note.status).toBe(200)
  minutesLater(15)
  expect(await look(request)).toBe('support.not_in')
  const [shown] = (await manager.browser.call(supportRoutes.list, {})).requests
  expect([shown!.state, shown!.ended?.how]).toEqual(['over', 'time'])
})

test('P10 switching it off ends what is open in the middle of it, for good, while support reads in parallel', async () => {
  const { id } = await letIn(house.admin, support)
  const waiting = await askedBy(house.admin, support)
  let isOff = false
  const after: string[] = []
  const reading = Array.from({ length: 8 }, async () => {
    for (let round = 0; round < 12; round++) {
      const begunOff = isOff
      const came = await look(id)
      if (begunOff) after.push(came)
    }
  })
  await switchSupport(house.admin, false)
  isOff = true
  await Promise.all(reading)
  after.push(await look(id))
  expect(new Set(after)).toEqual(new Set(['support.off']))
  expect(codeOf(await support.browser.try(supportRoutes.open, { id }))).toBe('support.off')
  expect(codeOf(await house.admin.browser.try(supportRoutes.makeCode, {}))).toBe('support.off')
  expect(codeOf(await house.admin.browser.try(supportRoutes.approve, { id: waiting }))).toBe('support.off')
  await switchSupport(house.admin, true)
  expect(await look(id)).toBe('support.not_in')
  expect(codeOf(await house.admin.browser.try(supportRoutes.approve, { id: waiting }))).toBe('support.decided')
})

test('P10 of approvals and of switching off at the same moment nothing stays open', async () => {
  for (let round = 0; round < 5; round++) {
    await switchSupport(house.admin, true)
    const id = await askedBy(house.admin, support)
    await Promise.all([
      house.admin.browser.try(supportRoutes.approve, { id }),
      switchSupport(house.admin, false),
      manager.browser.try(supportRoutes.approve, { id }),
    ])
    await switchSupport(house.admin, true)
    expect(await look(id)).toBe('support.not_in')
  }
})

test('P09 of forty who approve and refuse at once one is heard', async () => {
  const id = await askedBy(house.admin, support)
  const came = await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      (place % 2 === 0 ? manager : house.admin).browser.try(
        place % 4 < 2 ? supportRoutes.approve : supportRoutes.refuse,
        { id },
      ),
    ),
  )
  expect(came.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(came.map(codeOf))).toEqual(new Set(['no error', 'support.decided']))
  const [row] = await sql<{ revision: number }>('select revision from candour.support where request = $1', id)
  expect(row!.revision).toBe(2)
})

test('P09 whatever ends it shuts the very next request: by the practice, by support, by the operator, by a lockdown', async () => {
  const ended = await letIn(manager, support)
  await nurse.browser.try(supportRoutes.end, { id: ended.id })
  expect(await look(ended.id)).toBe('no error')
  await manager.browser.call(supportRoutes.end, { id: ended.id })
  expect(await look(ended.id)).toBe('support.not_in')

  const left = await letIn(manager, support)
  await support.browser.call(supportRoutes.close, { id: left.id })
  expect(await look(left.id)).toBe('support.not_in')

  const removed = await letIn(manager, support)
  expect(await removeSupport(await operatorOf(candour), support.email)).toBe(true)
  expect(await look(removed.id)).toBe('session.ended')
  const [shown] = (await manager.browser.call(supportRoutes.list, {})).requests
  expect([shown!.id, shown!.ended?.how]).toEqual([removed.id, 'operator'])

  const other = await signUp(candour, 'Practice Locked')
  await switchSupport(other, true)
  const another = await supportPerson(candour)
  const locked = await letIn(other, another)
  await other.browser.call(rulesRoutes.lock, { reason: 'A test' })
  expect(await look(locked.id, another)).toBe('practice.locked')
  expect(codeOf(await another.browser.try(supportRoutes.open, { id: locked.id }))).toBe('practice.locked')
})

test('P09 whoever is let in no more floods no ledger: closing enters once, and what is refused once a minute', async () => {
  const { id } = await letIn(manager, support)
  const number = await lastNumber(candour, house.owner, house.practice)
  const closed = await Promise.all(Array.from({ length: 20 }, () => support.browser.try(supportRoutes.close, { id })))
  expect(new Set(closed.map(codeOf))).toEqual(new Set(['no error']))
  const refusedAll = async () => {
    const came = await Promise.all(Array.from({ length: 20 }, () => look(id)))
    expect(new Set(came)).toEqual(new Set(['support.not_in']))
  }
  await refusedAll()
  minutesLater(1)
  await refusedAll()
  const entered = await entriesAfter(candour, house.owner, house.practice, number)
  expect(entered.filter(({ actor }) => actor === id).map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
    'support.close changed',
    'patient.recent refused',
    'patient.recent refused',
  ])
})

test('P09 an idle session at the entry of support ends after 15 minutes', async () => {
  const { id } = await letIn(manager, support)
  await sql("update gate.support_session set seen_at = now() - interval '15 minutes 1 second'")
  expect(await look(id)).toBe('session.ended')
})

test('P09 a code names one practice, once; guessing is stopped, and a code that is not one says nothing', async () => {
  const { code } = await house.admin.browser.call(supportRoutes.makeCode, {})
  const ask = (given: string, by = support) =>
    by.browser.try(supportRoutes.ask, { code: given, reason: 'The letters print twice', minutes: 15 })
  const wrong = code === '00000000' ? '11111111' : '00000000'
  const tries = await Promise.all(Array.from({ length: 40 }, () => ask(wrong).then(codeOf)))
  expect(tries.filter((came) => came === 'support.code_wrong').length).toBeLessThanOrEqual(10)
  expect(new Set(tries)).toEqual(new Set(['support.code_wrong', 'session.throttled']))
  expect(codeOf(await ask(code))).toBe('session.throttled')
  const another = await supportPerson(candour)
  const together = await Promise.all(
    Array.from({ length: 8 }, () => ask(`${code.slice(0, 4)} ${code.slice(4)}`, another)),
  )
  expect(together.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('P09 a practice is known to support by what it was asked alone', async () => {
  const session = await support.browser.call(supportRoutes.readSession, {})
  expect(session.requests).toEqual([])
  await askedBy(house.admin, support)
  const { requests } = await support.browser.call(supportRoutes.readSession, {})
  expect(requests.map(({ practice, state }) => [practice, state])).toEqual([['Practice Hazel', 'waiting']])
  const another = await supportPerson(candour)
  expect((await another.browser.call(supportRoutes.readSession, {})).requests).toEqual([])
  const { id } = requests[0]!
  for (const route of [supportRoutes.open, supportRoutes.close])
    expect(codeOf(await another.browser.try(route, { id }))).toBe('support.not_in')
  await house.admin.browser.call(supportRoutes.approve, { id })
  expect(await look(id, another)).toBe('support.not_in')
  expect(await look(newId())).toBe('support.not_in')
})

test('P03 P09 a restricted record is nowhere for support, and neither is another practice', async () => {
  const family = `Zyl${newWord()}`
  const nhsNumber = newNhsNumber()
  const patient = await registerPatient(house.admin, { family, nhsNumber })
  const note = await writeNote(house.admin, patient.id, 'Told in confidence.')
  const { id } = await letIn(house.admin, support)
  expect((await tryInside(support, id, chartRoute, { id: patient.id })).status).toBe(200)
  await house.admin.browser.call(restrictionRoutes.restrict, {
    id: patient.id,
    members: [house.admin.session.member.id],
    reason: 'Works here',
    baseRevision: 0,
  })
  for (const route of [chartRoute, patientRoutes.read, patientRoutes.timeline])
    expect((await tryInside(support, id, route, { id: patient.id } as never)).status).toBe(404)
  expect((await tryInside(support, id, noteRoutes.read, { id: note } as never)).status).toBe(404)
  const found = await tryInside(support, id, patientRoutes.find, { text: family })
  expect([found.status, JSON.stringify(found.body)]).toEqual([200, expect.not.stringContaining(patient.id)])
  const other = await signUp(candour, 'Practice Elsewhere')
  const theirs = await registerPatient(other, { family: 'Elsewhere' })
  expect((await tryInside(support, id, chartRoute, { id: theirs.id })).status).toBe(404)
})

test('P07 P09 the two kinds of session know nothing of each other, also in one browser', async () => {
  const { id } = await letIn(house.admin, support)
  const both = { cookie: `${house.admin.browser.cookie}; ${support.browser.cookie}` }
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    candour
      .visitor()
      .send(method, path, method === 'GET' ? undefined : '{}', { 'content-type': 'application/json', ...headers })
  expect((await ask('/api/members', both)).status).toBe(200)
  expect(codeOf(await ask('/api/members', { ...both, [supportHeader]: id }))).toBe('support.reads_only')
  expect(codeOf(await ask('/api/patients/recent', { cookie: house.admin.browser.cookie!, [supportHeader]: id }))).toBe(
    'session.needed',
  )
  expect(codeOf(await ask('/api/members', { cookie: support.browser.cookie! }))).toBe('session.needed')
  // The token of one is none in the place of the other.
  const [, token] = support.browser.cookie!.split('=')
  expect(codeOf(await ask('/api/members', { cookie: `candour=${token}` }))).toBe('session.ended')
  const [, own] = house.admin.browser.cookie!.split('=')
  expect(codeOf(await ask('/api/support/session', { cookie: `candour-support=${own}` }))).toBe('session.ended')
  // Signing out of one leaves the other.
  await support.browser.call(supportRoutes.signOut, {})
  await whoAmI(house.admin.browser)
  expect(await look(id)).toBe('session.needed')
})
