import { emailRoutes } from '@candour/contract/emails.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo, tokenIn } from '../../../test/mails.ts'
import { colleague, password, signIn, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let database: Owner
let owner: Person
let count = 0
beforeAll(async () => {
  candour = await startQuickCandour()
  database = await connectOwner(candour)
  owner = await signUp(candour, 'Wych Surgery', 'Imogen Thrale')
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})
// All come from one address.
beforeEach(() => database.rows('delete from gate.throttle'))

const fresh = () => `new${count++}@example.org`
const change = (token: string) => candour.visitor().try(emailRoutes.change, { token })
const undo = (token: string) => candour.visitor().try(emailRoutes.undo, { token })
const trySignIn = (email: string, given = password) =>
  candour.visitor().try(sessionRoutes.signIn, { email, password: given })

/** Asked for; the token of the link that went to the new email. */
async function linkTo(person: Person, email: string): Promise<string> {
  await person.browser.call(emailRoutes.askChange, { email })
  return tokenIn(candour, email, /Confirm your new email/)
}

async function moved(person: Person, email = fresh()): Promise<string> {
  expect((await change(await linkTo(person, email))).body).toEqual({ email })
  return email
}

const undoLink = (email: string) => tokenIn(candour, email, /was changed/)

test('P17 an email is changed by a link to the new one; the old one is told, and every practice follows', async () => {
  const nurse = await colleague(candour, owner, 2)
  const second = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const { link } = await second.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Locum nurse',
    email: nurse.email,
    level: 2,
  })
  const accepted = { token: link.split('#')[1]!, password }
  await candour.visitor().call(memberRoutes.acceptInvitation, accepted)
  const pending = (await second.browser.call(memberRoutes.list, {})).members.find(({ email }) => email === nurse.email)!
  await second.browser.call(memberRoutes.approve, { id: pending.id })

  const email = fresh()
  const token = await linkTo(nurse, email)
  expect((await whoAmI(nurse.browser)).account.email, 'nothing changes by asking').toBe(nurse.email)
  expect((await change(token)).body).toEqual({ email })
  expect((await whoAmI(nurse.browser)).account.email).toBe(email)
  expect((await trySignIn(nurse.email)).status).toBe(401)
  expect((await trySignIn(email)).status).toBe(200)
  expect((await mailsTo(candour, nurse.email))[0]!.subject).toBe('Your email for Candour was changed')
  for (const [boss, member] of [
    [owner, nurse.session.member.id],
    [second, pending.id],
  ] as const) {
    const { members } = await boss.browser.call(memberRoutes.list, {})
    expect(members.find(({ id }) => id === member)!.email).toBe(email)
    await candour.settle()
    const { entries } = await boss.browser.call(entryRoutes.list, { member })
    expect(entries.map(({ what }) => what)).toContain('Confirmed another email to sign in with')
  }
})

test('“it was not me”: for seven days the old email brings itself back, ends every session, and the password opens nothing', async () => {
  const nurse = await colleague(candour, owner, 2)
  const email = await moved(nurse)
  const intruder = await signIn(candour, email)
  const token = await undoLink(nurse.email)
  expect((await undo(token)).body).toEqual({ email: nurse.email })
  for (const { browser } of [nurse, intruder])
    expect(codeOf(await browser.try(sessionRoutes.read, {}))).toBe('session.ended')
  expect((await trySignIn(email)).status).toBe(401)
  expect((await trySignIn(nurse.email)).status).toBe(401)
  await candour.visitor().call(passwordRoutes.askReset, { email: nurse.email })
  const reset = { token: await tokenIn(candour, nurse.email, /Set a new/), password: 'gravel tunnel opera fig' }
  await candour.visitor().call(passwordRoutes.reset, reset)
  expect((await trySignIn(nurse.email, reset.password)).status).toBe(200)
  const { members } = await owner.browser.call(memberRoutes.list, {})
  expect(members.find(({ id }) => id === nurse.session.member.id)!.email).toBe(nurse.email)
  expect(codeOf(await undo(token))).toBe('link.invalid')
})

test('whoever moves an account twice can’t undo the undoing, nor keep the first email from coming back', async () => {
  const nurse = await colleague(candour, owner, 2)
  const first = await moved(nurse)
  const theirs = await moved(nurse)
  const back = await undoLink(first)
  expect((await undo(await undoLink(nurse.email))).body).toEqual({ email: nurse.email })
  expect(codeOf(await undo(back)), 'the intruder’s own undo').toBe('link.invalid')
  expect((await trySignIn(theirs)).status).toBe(401)
})

test('nobody takes an email that was given up while it can be taken back, not by signing up and not by a change', async () => {
  const nurse = await colleague(candour, owner, 2)
  await moved(nurse)
  const agreement = await candour.visitor().call(practiceRoutes.readAgreement, {})
  const signUpAs = (email: string) =>
    candour.visitor().try(practiceRoutes.signUp, {
      kind: 'gp',
      name: 'Squatters',
      town: 'Bath',
      person: { name: 'Otto Fenwick', role: 'GP', email, password },
      agreement: { version: agreement.version, acceptedBy: 'Otto Fenwick' },
    })
  expect(codeOf(await signUpAs(nurse.email))).toBe('account.exists')
  const other = await colleague(candour, owner, 2, 'Otto Fenwick')
  expect(codeOf(await change(await linkTo(other, nurse.email)))).toBe('link.invalid')
  expect((await undo(await undoLink(nurse.email))).status).toBe(200)
  // After seven days it is free.
  const third = await colleague(candour, owner, 2)
  await moved(third)
  await database.rows("update gate.held_email set held_until = now() - interval '1 second'")
  expect((await signUpAs(third.email)).status).toBe(200)
})

test('an email that another account has answers alike; its owner is told, and the asker gets no link', async () => {
  const nurse = await colleague(candour, owner, 2)
  const other = await colleague(candour, owner, 2)
  const ask = (email: string) => nurse.browser.try(emailRoutes.askChange, { email })
  const [free, taken] = [await ask(fresh()), await ask(other.email)]
  expect([taken.status, taken.body]).toEqual([free.status, free.body])
  const [mail] = await mailsTo(candour, other.email)
  expect([mail!.subject, mail!.action]).toEqual(['Your email was asked for by another account', null])
  expect(JSON.stringify(mail)).not.toContain('Nkem')
})

test('two who want the same email at once: one gets it, forty uses of a link are one', async () => {
  const [one, two] = [await colleague(candour, owner, 2), await colleague(candour, owner, 2)]
  const email = fresh()
  const links: string[] = []
  for (const person of [one, two]) links.push(await linkTo(person, email))
  const answers = await Promise.all(links.flatMap((token) => Array.from({ length: 20 }, () => change(token))))
  const codes = answers.map((answer) => (answer.status === 200 ? 'changed' : codeOf(answer)))
  expect(codes.filter((code) => code === 'changed')).toHaveLength(1)
  expect(codes.filter((code) => code === 'link.invalid')).toHaveLength(39)
})

test('a link to a new email is over when the password was set since, when a newer one was asked for, and for another purpose', async () => {
  const nurse = await colleague(candour, owner, 2)
  const old = await linkTo(nurse, fresh())
  await nurse.browser.call(passwordRoutes.change, { current: password, password: 'gravel tunnel opera fig' })
  expect(codeOf(await change(old))).toBe('link.invalid')
  const before = await linkTo(nurse, fresh())
  const newest = await linkTo(nurse, fresh())
  expect(codeOf(await change(before))).toBe('link.invalid')
  expect(codeOf(await undo(newest))).toBe('link.invalid')
  expect(codeOf(await candour.visitor().try(passwordRoutes.reset, { token: newest, password }))).toBe('link.invalid')
  expect((await change(newest)).status).toBe(200)
})

test('where somebody else of a practice has the email, nothing changes anywhere', async () => {
  const nurse = await colleague(candour, owner, 2)
  const email = fresh()
  await owner.browser.call(memberRoutes.invite, { name: 'Otto Fenwick', role: 'Nurse', email, level: 1 })
  await nurse.browser.call(emailRoutes.askChange, { email })
  const token = await tokenIn(candour, email, /Confirm your new email/)
  expect(codeOf(await change(token))).toBe('link.invalid')
  expect((await trySignIn(nurse.email)).status).toBe(200)
})
