import { draftRoutes } from '@candour/contract/drafts.ts'
import { eventsPath } from '@candour/contract/events.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, password, registerPatient, signIn, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { startDraft, writeNote } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let admin: Person
let nurse: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour)
})
beforeEach(async () => {
  nurse = await colleague(candour, admin, 2, 'Nkem Adeyfield')
})
afterAll(() => candour.stop())

const idOf = ({ session }: Person) => session.member.id
const level = (of: Person, next: Level, by = admin) =>
  by.browser.try(memberRoutes.changeLevel, { id: idOf(of), level: next, reason: 'A reason' })
const isIn = async ({ browser }: Person) => (await browser.try(sessionRoutes.read, {})).status === 200
const leave = ({ browser }: Person) => browser.try(memberRoutes.leave, {})
const tryToSignIn = async ({ email }: Person) =>
  codeOf(await candour.visitor().try(sessionRoutes.signIn, { email, password }))

test('P05 P07 all access taken ends every session for good: given a level again, one signs in anew', async () => {
  const elsewhere = await signIn(candour, nurse.email)
  expect([await isIn(nurse), await isIn(elsewhere)]).toEqual([true, true])
  await level(nurse, 0)
  expect([await isIn(nurse), await isIn(elsewhere), await tryToSignIn(nurse)]).toEqual([
    false,
    false,
    'session.sign_in_failed',
  ])
  await level(nurse, 2)
  expect([await isIn(nurse), await isIn(elsewhere), await tryToSignIn(nurse)]).toEqual([false, false, 'no error'])
})

test('P05 what somebody wrote stays, under their name; their drafts stay theirs, and are there when they come back', async () => {
  const patient = await registerPatient(nurse)
  const note = await writeNote(nurse, patient.id, 'Seen.')
  const draft = await startDraft(nurse, patient.id, 'Not finished.')
  const { member: invited } = await (
    await colleague(candour, admin, 3, 'Tobias Henlow')
  ).browser.call(memberRoutes.invite, { name: 'A', role: 'Nurse', email: `stays${Date.now()}@example.org`, level: 1 })
  await level(nurse, 0)
  expect(await admin.browser.call(noteRoutes.read, { id: note })).toMatchObject({ author: { name: 'Nkem Adeyfield' } })
  expect(codeOf(await admin.browser.try(draftRoutes.read, { id: draft.id }))).toBe('draft.not_found')
  expect((await admin.browser.call(memberRoutes.read, { id: idOf(nurse) })).drafts).toBe(1)
  const { members } = await admin.browser.call(memberRoutes.list, {})
  expect(members.find(({ id }) => id === invited.id)?.state).toBe('invited')
  await level(nurse, 2)
  const back = await signIn(candour, nurse.email)
  expect((await back.browser.call(draftRoutes.list, {})).drafts.map(({ id }) => id)).toEqual([draft.id])
})

test('a member leaves by themselves: out at once, told by mail, and the ledger says who left', async () => {
  const answer = await leave(nurse)
  expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([200, '"cache", "storage"'])
  expect([await isIn(nurse), await tryToSignIn(nurse)]).toEqual([false, 'session.sign_in_failed'])
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  expect(mails.find(({ to }) => to.address === nurse.email)?.subject).toMatch(/^Your access to .* has ended$/)
  await candour.settle()
  const { history } = await admin.browser.call(memberRoutes.read, { id: idOf(nurse) })
  expect(history[0]).toMatchObject({
    what: 'Left the practice',
    by: { name: 'Nkem Adeyfield' },
    details: ['Before: Clinician. After: No access.'],
  })
})

test('leaving one practice leaves the others as they are', async () => {
  const other = await signUp(candour, 'Second Practice', 'Cerys Uldale')
  const { member, link } = await other.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Locum',
    email: nurse.email,
    level: 2,
  })
  await candour.visitor().call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
  await other.browser.call(memberRoutes.approve, { id: member.id })
  const there = await signIn(candour, nurse.email)
  if (there.session.practice.name !== 'Second Practice') {
    await there.browser.call(sessionRoutes.switchPractice, { practice: other.session.practice.id })
    await whoAmI(there.browser)
  }
  await leave(nurse)
  expect([await isIn(nurse), await isIn(there)]).toEqual([false, true])
})

test('the last administrator stays one: by leaving, by being lowered, and when all do so at once', async () => {
  const alone = await signUp(candour)
  expect(codeOf(await leave(alone))).toBe('member.last_administrator')
  const others = await Promise.all([4, 4, 4].map((_, place) => colleague(candour, alone, 4, `Administrator ${place}`)))
  const everybody = [alone, ...others]
  const [first, second] = others as [Person, Person]
  const acts = [
    ...everybody.flatMap((person) => Array.from({ length: 8 }, () => leave(person))),
    level(first, 1, second),
    level(second, 1, first),
    level(alone, 0, first),
    level(first, 0, alone),
  ]
  await Promise.all(acts)
  const left = await Promise.all(everybody.map(isIn))
  expect(left.filter(Boolean).length).toBeGreaterThanOrEqual(1)
  const someone = everybody[left.indexOf(true)]!
  const { members } = await someone.browser.call(memberRoutes.list, {})
  expect(members.filter((one) => one.level === 4 && one.state === 'approved').length).toBe(1)
})

test('the open stream of who lost all access ends', async () => {
  const { body } = await fetch(candour.address + eventsPath, { headers: { cookie: nurse.browser.cookie! } })
  let text = ''
  const reading = (async () => {
    for await (const part of body!.pipeThrough(new TextDecoderStream())) text += part
  })()
  await expect.poll(() => text, { timeout: 10_000 }).toContain('id: ')
  await level(nurse, 0)
  await reading
  expect(text).toContain('event: ended')
})
