import { emailRoutes } from '@candour/contract/emails.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
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
  whoAmI,
  type Person,
} from '../../../test/people.ts'
import { softPasskey, type SoftPasskey } from '../../../test/soft-passkey.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let database: Owner
let owner: Person
let count = 0
/** By which Candour's clock differs. */
let daysAgo = 0
const now = () => new Date(Date.now() - daysAgo * 86_400_000)
beforeAll(async () => {
  candour = await startQuickCandour({ clock: { now } })
  database = await connectOwner(candour)
  owner = await signUp(candour, 'Wych Surgery', 'Imogen Thrale')
  await colleague(candour, owner, 2, 'Otto Fenwick')
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})
beforeEach(() => database.rows('delete from gate.throttle'))

const fresh = () => `moved${count++}@example.org`
const next = 'gravel tunnel opera fig'

/** What was done `days` ago. */
async function before<T>(days: number, act: () => Promise<T>): Promise<T> {
  daysAgo = days
  try {
    return await act()
  } finally {
    daysAgo = 0
  }
}

async function passkeyOpens(passkey: SoftPasskey): Promise<string> {
  const visitor = candour.visitor()
  const signed = passkey.sign(await visitor.call(sessionRoutes.startPasskey, {}))
  return codeOf(await visitor.try(sessionRoutes.signInByPasskey, { signed }))
}

/** What a right password leads to. */
async function waysOf({ email }: Person, given = password): Promise<string[]> {
  const came = await candour.visitor().call(sessionRoutes.signIn, { email, password: given })
  return came.outcome === 'signed-in' ? [] : came.ways
}

async function reset({ email }: Person): Promise<void> {
  await candour.visitor().call(passwordRoutes.askReset, { email })
  const token = await tokenIn(candour, email, /Set a new/)
  await candour.visitor().call(passwordRoutes.reset, { token, password: next })
}

async function moved(person: Person): Promise<string> {
  const email = fresh()
  await person.browser.call(emailRoutes.askChange, { email })
  const token = await tokenIn(candour, email, /Confirm your new email/)
  await candour.visitor().call(emailRoutes.change, { token })
  return email
}

async function takenBack({ email }: Person): Promise<void> {
  await candour.visitor().call(emailRoutes.undo, { token: await tokenIn(candour, email, /was changed/) })
}

const lastMail = async ({ email }: Person, about: RegExp) =>
  JSON.stringify((await mailsTo(candour, email)).find(({ subject }) => about.test(subject))).replace(/\\n/g, ' ')

test('P17 the first factor that came with a stolen password goes with the reset, and two colleagues open the account', async () => {
  const nurse = await colleague(candour, owner, 2)
  const thief = await signIn(candour, nurse.email)
  const { passkey, recoveryCodes } = await enrolPasskey(thief, softPasskey(), 'Blue key')
  // Nor does it help to hide the first one behind another that it has let in.
  const second = await enrolPasskey(thief, softPasskey(), 'Green key')
  await thief.browser.call(factorRoutes.makeRecoveryCodes, {})
  const [blue] = (await thief.browser.call(factorRoutes.list, {})).factors
  await thief.browser.call(factorRoutes.remove, { id: blue!.id })
  expect(await passkeyOpens(second.passkey)).toBe('no error')

  await reset(nurse)
  expect(await passkeyOpens(passkey)).toBe('factor.passkey_refused')
  expect(await passkeyOpens(second.passkey)).toBe('factor.passkey_refused')
  const mail = await lastMail(nurse, /password was changed/)
  expect(mail).toContain('“Green key”, a passkey, added on ')
  expect(mail).toContain('two colleagues')
  // A password alone, which whoever reads the mail can set, opens nothing either.
  const came = await candour.visitor().call(sessionRoutes.signIn, { email: nurse.email, password: next })
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  const proof = { by: 'recovery' as const, code: recoveryCodes![0]! }
  expect(codeOf(await candour.visitor().try(sessionRoutes.proveFactor, { ticket: came.ticket, proof }))).toBe(
    'factor.refused',
  )
  const started = await candour.visitor().try(recoveryRoutes.start, { ticket: came.ticket })
  expect(codeOf(started)).toBe('no error')
})

test('P17 a reset takes no factor away that is older than a week, or that an older one let in: who reads the mail is no further', async () => {
  const nurse = await colleague(candour, owner, 2)
  const old = await before(8, () => enrolPasskey(nurse, softPasskey(), 'Ring'))
  const { passkey } = await enrolPasskey(nurse, softPasskey(), 'Laptop')
  await reset(nurse)
  expect(await passkeyOpens(old.passkey)).toBe('no error')
  expect(await passkeyOpens(passkey)).toBe('no error')
  expect(await waysOf(nurse, next)).toEqual(['passkey', 'recovery'])
  expect(await lastMail(nurse, /password was changed/)).not.toContain('no more:')
})

test('P17 an email that is taken back takes along what was added since a week before; what is older stays', async () => {
  const nurse = await colleague(candour, owner, 2)
  const own = await before(30, () => enrolPasskey(nurse, softPasskey(), 'Ring'))
  const stolen = await before(2, () => enrolPasskey(nurse, softPasskey(), 'Blue key'))
  await moved(nurse)
  const later = await enrolPasskey(nurse, softPasskey(), 'Green key')
  await takenBack(nurse)
  const mail = await lastMail(nurse, /is as it was/)
  expect(mail).toContain('“Blue key”')
  expect(mail).toContain('“Green key”')
  expect(mail).not.toContain('Ring')
  for (const { passkey } of [stolen, later]) expect(await passkeyOpens(passkey)).toBe('factor.passkey_refused')
  expect(await passkeyOpens(own.passkey)).toBe('no error')
  await reset(nurse)
  expect(await waysOf(nurse, next)).toEqual(['passkey', 'recovery'])
})

test('who reads the mail of an email that was given up is asked for a second factor all the same', async () => {
  const nurse = await colleague(candour, owner, 2)
  await enrolPasskey(nurse)
  await moved(nurse)
  await takenBack(nurse)
  await reset(nurse)
  expect(await waysOf(nurse, next)).toEqual(['recovery'])
  const ticket = await candour.visitor().call(sessionRoutes.signIn, { email: nurse.email, password: next })
  expect(ticket.outcome).toBe('factor-needed')
})

test('where nobody could let the owner in again, their only factor stays, and the mail says so', async () => {
  const alone = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const { passkey } = await enrolPasskey(alone, softPasskey(), 'Ring')
  await reset(alone)
  expect(await passkeyOpens(passkey)).toBe('no error')
  expect(await lastMail(alone, /password was changed/)).toContain('These stay')
})

test('P19 “not me” takes away what was added since that sign-in, and codes that were made; it leaves what is known as one’s own', async () => {
  const nurse = await colleague(candour, owner, 2)
  const app = await enrolApp(nurse)
  const since = new Date(Date.now() - 1).toISOString()
  // Somebody was told one over the telephone.
  const browser = candour.visitor()
  const came = await browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  const code = app.recoveryCodes[0]!
  await browser.call(sessionRoutes.proveFactor, { ticket: came.ticket, proof: { by: 'recovery', code } })
  await whoAmI(browser)
  const stolen = await enrolPasskey({ browser }, softPasskey(), 'Blue key')
  const codes = await browser.call(factorRoutes.makeRecoveryCodes, {})
  const own = await enrolPasskey(nurse, softPasskey(), 'Ring')
  const { factors } = await nurse.browser.call(factorRoutes.list, {})
  const keep = factors.filter(({ name }) => name === 'Ring').map(({ id }) => id)

  await nurse.browser.call(sessionRoutes.notMe, { password: next, since, keep })
  expect(await passkeyOpens(stolen.passkey)).toBe('factor.passkey_refused')
  expect(await passkeyOpens(own.passkey)).toBe('no error')
  const left = await nurse.browser.call(factorRoutes.list, {})
  expect([left.factors.map(({ name }) => name), left.recoveryCodesLeft]).toEqual([['Phone', 'Ring'], 0])
  const again = await candour.visitor().call(sessionRoutes.signIn, { email: nurse.email, password: next })
  const ticket = again.outcome === 'factor-needed' ? again.ticket : ''
  const proof = { by: 'recovery' as const, code: codes.recoveryCodes[0]! }
  expect(codeOf(await candour.visitor().try(sessionRoutes.proveFactor, { ticket, proof }))).toBe('factor.refused')
  const mail = await lastMail(nurse, /sessions in Candour were ended/)
  expect(mail).toContain('“Blue key”')
  expect(mail).toContain('the recovery codes')
})

test('“not me” never leaves an account to its password: then nothing at all is changed', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { passkey } = await enrolPasskey(nurse)
  const since = new Date(Date.now() - 3_600_000).toISOString()
  const all = await nurse.browser.try(sessionRoutes.notMe, { password: next, since })
  expect(codeOf(all)).toBe('factor.none_left')
  expect(await passkeyOpens(passkey)).toBe('no error')
  expect(await waysOf(nurse)).toEqual(['passkey', 'recovery'])
})

test('the times by which a factor goes are sealed: who writes into the database moves none of them', async () => {
  const nurse = await colleague(candour, owner, 2)
  const own = await before(8, () => enrolPasskey(nurse, softPasskey(), 'Ring'))
  const stolen = await enrolPasskey(nurse, softPasskey(), 'Blue key')
  await database.rows(
    "update gate.factor set confirmed_at = now() - interval '30 days', created_at = now() - interval '30 days'",
  )
  await moved(nurse)
  await takenBack(nurse)
  expect(await passkeyOpens(stolen.passkey)).toBe('factor.passkey_refused')
  expect(await passkeyOpens(own.passkey)).toBe('no error')
})
