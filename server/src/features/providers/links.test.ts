/** How far a link to an account of a provider reaches, and what ends it. */
import { emailRoutes } from '@candour/contract/emails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { providerRoutes } from '@candour/contract/providers.ts'
import { recoveryRoutes } from '@candour/contract/recoveries.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo, tokenIn } from '../../../test/mails.ts'
import {
  colleague,
  enrolApp,
  enrolPasskey,
  password,
  signIn,
  signUp,
  ticketOf,
  whoAmI,
  type Person,
} from '../../../test/people.ts'
import type { RealProvider } from '../../../test/real-provider.ts'
import { comeBy, link, setProvider, startSignOn } from '../../../test/sign-on.ts'
import { softPasskey } from '../../../test/soft-passkey.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import type { Owner } from '../../../test/walls/owner.ts'
import { openRulesByOperator } from '../rules/rules-by-operator.ts'

let candour: TestCandour
let owner: Owner
let provider: RealProvider
let stop: () => Promise<void>
let count = 0
/** By which Candour's clock differs. */
let daysAgo = 0
const now = () => new Date(Date.now() - daysAgo * 86_400_000)
beforeAll(async () => {
  ;({ provider, candour, owner, stop } = await startSignOn({ clock: { now } }))
})
afterAll(() => stop())
beforeEach(() => owner.rows('delete from gate.throttle'))

const next = 'gravel tunnel opera fig'
const practiceOf = ({ session }: Person) => session.practice.id

/** A practice with a provider, an administrator with a passkey, and a nurse who is linked to nobody. */
async function house() {
  const admin = await signUp(candour)
  await enrolPasskey(admin)
  expect(codeOf(await setProvider(admin, provider.issuer))).toBe('no error')
  return { admin, nurse: await colleague(candour, admin, 2), practice: practiceOf(admin) }
}

/** Whoever stands at the provider: somebody new, and back again by what is answered. */
function standsThere(): () => void {
  const who = { sub: `stands-${count++}` }
  const here = () => {
    provider.who = who
  }
  here()
  return here
}

const comes = async (practice: string) => {
  const { answer } = await comeBy(candour, practice)
  return answer.status === 200 ? String(answer.body.outcome) : codeOf(answer)
}

test('P12 the provider alone leads round no second factor: a recovery starts with a password, and is confirmed with a factor of Candour', async () => {
  const { admin, nurse, practice } = await house()
  const other = await colleague(candour, admin, 1, 'Otto Fenwick')
  const nurseStands = standsThere()
  await link(candour, nurse)
  await enrolApp(nurse)
  standsThere()
  await link(candour, other)
  const { browser: confirming } = await comeBy(candour, practice)
  nurseStands()
  const { answer } = await comeBy(candour, practice)
  expect(answer.body.outcome).toBe('factor-needed')
  const refused = await candour.visitor().try(recoveryRoutes.start, { ticket: answer.body.ticket })
  expect(codeOf(refused)).toBe('recovery.password_first')
  expect(refused.body.error.message).toContain('Forgotten your password?')
  const { recovery } = await candour.visitor().call(recoveryRoutes.start, { ticket: await ticketOf(candour, nurse) })
  const [asked] = (await confirming.call(recoveryRoutes.list, {})).recoveries
  expect(codeOf(await confirming.try(recoveryRoutes.confirm, { id: asked!.id, number: recovery.number }))).toBe(
    'factor.none',
  )
})

/** With the password of `victim`, whoever stands at the provider is linked to that account. */
async function linkedByThief(victim: Person): Promise<Person> {
  const thief = await signIn(candour, victim.email)
  expect(codeOf(await link(candour, thief))).toBe('no error')
  return thief
}

async function reset({ email }: Person): Promise<void> {
  await candour.visitor().call(passwordRoutes.askReset, { email })
  const token = await tokenIn(candour, email, /Set a new/)
  await candour.visitor().call(passwordRoutes.reset, { token, password: next })
}

test('P17 a link that came with a stolen password goes with the reset, and the mail names it; an older one stays', async () => {
  const { nurse, practice } = await house()
  standsThere()
  await linkedByThief(nurse)
  expect(await comes(practice)).toBe('signed-in')
  await reset(nurse)
  expect(await comes(practice)).toBe('provider.not_linked')
  const mails = JSON.stringify(await mailsTo(candour, nurse.email))
  expect(mails).toContain('the sign-in by “Harbour Trust”, linked')
  const again = await signIn(candour, nurse.email, next)
  daysAgo = 8
  await link(candour, again)
  daysAgo = 0
  await reset(nurse)
  expect(await comes(practice)).toBe('signed-in')
})

test('P17 “not me” takes away the link that was made since that sign-in', async () => {
  const { nurse, practice } = await house()
  const since = new Date().toISOString()
  standsThere()
  await linkedByThief(nurse)
  await nurse.browser.call(sessionRoutes.notMe, { password: next, since, keep: [] })
  expect(await comes(practice)).toBe('provider.not_linked')
})

test('P17 taking an email back takes away the links from a week before', async () => {
  const { nurse, practice } = await house()
  standsThere()
  const thief = await linkedByThief(nurse)
  const email = `taken${count++}@example.org`
  await thief.browser.call(emailRoutes.askChange, { email })
  await candour.visitor().call(emailRoutes.change, { token: await tokenIn(candour, email, /Confirm your new email/) })
  await candour.visitor().call(emailRoutes.undo, { token: await tokenIn(candour, nurse.email, /was changed/) })
  expect(await comes(practice)).toBe('provider.not_linked')
})

test('P05 level 0 ends the links for good: a level given again brings back none, and the person links anew', async () => {
  const { admin, nurse, practice } = await house()
  const here = standsThere()
  await linkedByThief(nurse)
  const id = nurse.session.member.id
  await admin.browser.call(memberRoutes.changeLevel, { id, level: 0, reason: 'A test' })
  await admin.browser.call(memberRoutes.changeLevel, { id, level: 2, reason: 'A test' })
  expect(await comes(practice)).toBe('provider.not_linked')
  const back = await signIn(candour, nurse.email)
  expect((await back.browser.call(providerRoutes.links, {})).links).toMatchObject([{ works: false }])
  here()
  expect(codeOf(await link(candour, back))).toBe('no error')
  expect(await comes(practice)).toBe('signed-in')
})

test('nobody’s link is exchanged behind their back: it is taken away first', async () => {
  const { nurse, practice } = await house()
  const own = standsThere()
  await link(candour, nurse)
  standsThere()
  const thief = await signIn(candour, nurse.email)
  expect(codeOf(await link(candour, thief))).toBe('provider.already_linked')
  expect(await comes(practice)).toBe('provider.not_linked')
  own()
  expect(await comes(practice)).toBe('signed-in')
})

test('where the provider is required, an administrator with a passkey takes away a link that is not theirs', async () => {
  const { admin, practice } = await house()
  standsThere()
  await link(candour, admin)
  expect(codeOf(await setProvider(admin, provider.issuer, { mode: 'required' }))).toBe('no error')
  const [theirs] = (await admin.browser.call(providerRoutes.links, {})).links
  expect(codeOf(await admin.browser.try(providerRoutes.unlink, { id: theirs!.id }))).toBe('no error')
  expect(await comes(practice)).toBe('provider.not_linked')
})

test('P23 a second step that the provider began is finished by nobody after the link is gone', async () => {
  const { nurse, practice } = await house()
  standsThere()
  await link(candour, nurse)
  const { recoveryCodes } = await enrolApp(nurse)
  const { browser, answer } = await comeBy(candour, practice)
  const [mine] = (await nurse.browser.call(providerRoutes.links, {})).links
  await nurse.browser.call(providerRoutes.unlink, { id: mine!.id })
  const proof = { by: 'recovery', code: recoveryCodes[0]! } as const
  const late = await browser.try(sessionRoutes.proveFactor, { ticket: answer.body.ticket, proof })
  expect(codeOf(late)).toBe('session.ticket_invalid')
})

test('P05 nor after all access was taken meanwhile, and given again', async () => {
  const { admin, nurse, practice } = await house()
  standsThere()
  await link(candour, nurse)
  const { recoveryCodes } = await enrolApp(nurse)
  const { browser, answer } = await comeBy(candour, practice)
  const { id } = nurse.session.member
  for (const level of [0, 2] as const)
    await admin.browser.call(memberRoutes.changeLevel, { id, level, reason: 'A test' })
  const proof = { by: 'recovery', code: recoveryCodes[0]! } as const
  const late = await browser.try(sessionRoutes.proveFactor, { ticket: answer.body.ticket, proof })
  expect(codeOf(late)).toBe('provider.not_linked')
})

test('whoever came by one practice’s provider learns of no other practice: no session, no last sign-in, no device, no offer there', async () => {
  const { nurse, practice } = await house()
  standsThere()
  await link(candour, nurse)
  const other = await signUp(candour, 'Sallowfield Surgery')
  expect(codeOf(await setProvider(other, provider.issuer))).toBe('no error')
  const asked = { name: 'Nkem Adeyfield', role: 'Nurse', email: nurse.email, level: 2 } as const
  const { member, link: address } = await other.browser.call(memberRoutes.invite, asked)
  await candour.visitor().call(memberRoutes.acceptInvitation, { token: address.split('#')[1]!, password })
  await other.browser.call(memberRoutes.approve, { id: member.id })
  const there = candour.visitor()
  await there.call(sessionRoutes.signIn, { email: nurse.email, password, practice: practiceOf(other) })
  await whoAmI(there)

  const { browser, answer } = await comeBy(candour, practice)
  expect(answer.body.session).toMatchObject({ newDevices: [], otherPractices: [] })
  expect(new Date(answer.body.session.lastSignIn.at)).toEqual(
    new Date((await nurse.browser.call(sessionRoutes.list, {})).sessions.find(({ isThis }) => isThis)!.since),
  )
  const { sessions } = await browser.call(sessionRoutes.list, {})
  expect(new Set(sessions.map((one) => one.practice))).toEqual(new Set(['Tallow Lane Dental']))
  const offered = async () => (await browser.call(providerRoutes.offers, {})).offers.map((one) => one.practiceName)
  expect(await offered()).toEqual(['Tallow Lane Dental'])
  // Their own password, shown at the same browser, opens all of them: from then on it knows all.
  await browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  expect((await offered()).toSorted()).toEqual(['Sallowfield Surgery', 'Tallow Lane Dental'])
})

test('P12 where the provider is required, a recovery leaves the link without which nobody comes in, unless a password began it this week', async () => {
  const { admin, nurse, practice } = await house()
  const [other, third] = [await colleague(candour, admin, 2), await colleague(candour, admin, 4)]
  await enrolPasskey(third)
  const otherStands = standsThere()
  await link(candour, other)
  const nurseStands = standsThere()
  daysAgo = 8
  await link(candour, nurse)
  daysAgo = 0
  for (const lost of [nurse, other]) await enrolApp(lost)
  expect(codeOf(await setProvider(admin, provider.issuer, { mode: 'required' }))).toBe('no error')
  for (const [lost, stands, led] of [
    [nurse, nurseStands, 'factor-needed'],
    [other, otherStands, 'provider.not_linked'],
  ] as const) {
    const browser = candour.visitor()
    const ticket = await ticketOf(candour, lost)
    const { token, recovery } = await browser.call(recoveryRoutes.start, { ticket })
    for (const by of [admin, third]) {
      const [asked] = (await by.browser.call(recoveryRoutes.list, {})).recoveries
      await by.browser.call(recoveryRoutes.confirm, { id: asked!.id, number: recovery.number })
    }
    await browser.call(recoveryRoutes.finish, { token })
    await whoAmI(browser)
    await enrolPasskey({ browser }, softPasskey(), 'New phone')
    stands()
    expect(await comes(practice)).toBe(led)
  }
})

test('the operator, who opens rules that keep everybody out, lets in by other ways than the provider, too', async () => {
  const { admin, nurse, practice } = await house()
  await setProvider(admin, provider.issuer, { mode: 'required' })
  const signingIn = () => candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect(codeOf(await signingIn())).toBe('provider.required')
  const { database, vault, keysOf } = candour.parts
  const parts = { atGate: database.atGate, vault, keysOf, clock: { now } }
  await openRulesByOperator(parts, practice, 'The provider is gone')
  expect(codeOf(await signingIn())).toBe('no error')
})
