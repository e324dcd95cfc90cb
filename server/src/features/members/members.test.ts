import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, password, registerPatient, signIn, signUp, whoAmI, type Person } from '../../../test/people.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

test('P06 who was invited sees nothing before the practice approves; then her first sign-in is in the activity', async () => {
  const email = 'new.nurse@example.org'
  const { member, link } = await owner.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Nurse',
    email,
    level: 2,
  })
  const token = link.split('#')[1]!
  const visitor = candour.visitor()
  expect(await visitor.call(memberRoutes.readInvitation, { token })).toMatchObject({
    practice: 'Tallow Lane Dental',
    name: 'Nkem Adeyfield',
    hasAccount: false,
  })
  await visitor.call(memberRoutes.acceptInvitation, { token, password })
  const early = await visitor.try(sessionRoutes.signIn, { email, password })
  expect([early.status, early.body.error.code, early.headers.get('set-cookie')]).toEqual([
    403,
    'member.awaiting_approval',
    null,
  ])
  await owner.browser.call(memberRoutes.approve, { id: member.id })
  const nurse = await signIn(candour, email)
  expect(nurse.session.member).toMatchObject({ name: 'Nkem Adeyfield', level: 2 })
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { kind: 'signed-in', member: member.id })
  expect(entries.map((entry) => entry.who.name)).toEqual(['Nkem Adeyfield'])
})

test('an invitation works once, and not after it was withdrawn', async () => {
  const { member, link } = await owner.browser.call(memberRoutes.invite, {
    name: 'A',
    role: 'Nurse',
    email: 'a@example.org',
    level: 1,
  })
  const token = link.split('#')[1]!
  await candour.visitor().call(memberRoutes.acceptInvitation, { token, password })
  const again = await candour.visitor().try(memberRoutes.acceptInvitation, { token, password })
  expect([again.status, again.body.error.code]).toEqual([404, 'member.invitation_invalid'])
  await owner.browser.call(memberRoutes.withdraw, { id: member.id })
  expect((await owner.browser.try(memberRoutes.approve, { id: member.id })).body.error.code).toBe('member.not_pending')
  expect((await candour.visitor().try(memberRoutes.readInvitation, { token: 'x'.repeat(43) })).status).toBe(404)
})

test('P05 level 0 ends all access at once and keeps the history; nobody rises above their own level', async () => {
  const nurse = await colleague(candour, owner, 2)
  const manager = await colleague(candour, owner, 3, 'Tobias Henlow')
  await registerPatient(nurse)
  const tooHigh = await manager.browser.try(memberRoutes.changeLevel, {
    id: nurse.session.member.id,
    level: 4,
    reason: 'x',
  })
  expect(tooHigh.body.error.code).toBe('member.above_own_level')
  const upward = await manager.browser.try(memberRoutes.changeLevel, {
    id: owner.session.member.id,
    level: 0,
    reason: 'x',
  })
  expect(upward.body.error.code).toBe('member.above_own_level')
  await manager.browser.call(memberRoutes.changeLevel, {
    id: nurse.session.member.id,
    level: 0,
    reason: 'Left the practice',
  })
  expect((await nurse.browser.try(patientRoutes.find, { text: 'ash' })).status).toBe(401)
  const again = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect([again.status, again.body.error.code]).toEqual([401, 'session.sign_in_failed'])
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: nurse.session.member.id })
  expect(entries.some((entry) => entry.verb === 'patient.register' && entry.who.name === 'Nkem Adeyfield')).toBe(true)
})

test('the last administrator stays one, also when two demote each other at the same time', async () => {
  const lone = await owner.browser.try(memberRoutes.changeLevel, { id: owner.session.member.id, level: 1, reason: 'x' })
  expect(lone.body.error.code).toBe('member.last_administrator')
  const second = await colleague(candour, owner, 4)
  const both = await Promise.all([
    owner.browser.try(memberRoutes.changeLevel, { id: second.session.member.id, level: 1, reason: 'x' }),
    second.browser.try(memberRoutes.changeLevel, { id: owner.session.member.id, level: 1, reason: 'x' }),
  ])
  expect(both.filter((answer) => answer.status === 200)).toHaveLength(1)
})

test('one account in two practices: one password, each practice’s own level, and no look across', async () => {
  const here = await signUp(candour, 'First Practice', 'Priyan Wickley')
  const there = await signUp(candour, 'Second Practice', 'Cerys Uldale')
  const patient = await registerPatient(there, { family: 'Elsewhere' })
  const { member, link } = await there.browser.call(memberRoutes.invite, {
    name: 'Priyan Wickley',
    role: 'Locum',
    email: here.email,
    level: 1,
  })
  const token = link.split('#')[1]!
  const wrong = await candour
    .visitor()
    .try(memberRoutes.acceptInvitation, { token, password: 'another harbour lantern' })
  expect([wrong.status, wrong.body.error.code]).toEqual([401, 'session.sign_in_failed'])
  await candour.visitor().call(memberRoutes.acceptInvitation, { token, password })
  await there.browser.call(memberRoutes.approve, { id: member.id })
  const person = await signIn(candour, here.email)
  const [first, second] = [
    person.session,
    await person.browser.call(sessionRoutes.switchPractice, { practice: person.session.otherPractices[0]!.id }),
  ]
  expect([first.practice.name, second.practice.name].toSorted()).toEqual(['First Practice', 'Second Practice'])
  await whoAmI(person.browser)
  const inSecond =
    second.practice.name === 'Second Practice'
      ? second
      : await person.browser.call(sessionRoutes.switchPractice, { practice: first.practice.id })
  await whoAmI(person.browser)
  expect(inSecond.member).toMatchObject({ level: 1, role: 'Locum' })
  expect((await person.browser.try(patientRoutes.read, { id: patient.id })).status).toBe(200)
  await person.browser.call(sessionRoutes.switchPractice, { practice: here.session.practice.id })
  await whoAmI(person.browser)
  expect((await person.browser.try(patientRoutes.read, { id: patient.id })).status).toBe(404)
})
