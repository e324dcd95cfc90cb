import { errors } from '@candour/contract/errors.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, type Answer } from '../../../test/browser.ts'
import { changeSessions } from '../../../test/change-session.ts'
import type { TestCandour } from '../../../test/candour.ts'
import {
  colleague,
  enrolApp,
  password,
  signIn,
  signUp,
  ticketOf,
  totpCode,
  whoAmI,
  type Person,
} from '../../../test/people.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { readAccount } from '../accounts/find-account.ts'
import { giveTicket } from '../accounts/ticket.ts'

const clock = testClock('2026-11-22T09:00:00Z')
let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const codeOf = ({ body, status }: Answer<any>): string => (status < 300 ? 'no error' : body.error.code)
const secondStep = (ticket: string, proof: object) =>
  candour.visitor().try(sessionRoutes.proveFactor, { ticket, proof })
async function enrol(person: Person) {
  const enrolled = await enrolApp(person, clock.now())
  clock.advance(30_000)
  return enrolled
}
async function stateOf({ browser }: Person): Promise<string> {
  return codeOf(await browser.try(sessionRoutes.read, {}))
}

test('a ticket is good for its own purpose, for ten minutes, and as it was given', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { recoveryCodes } = await enrol(nurse)
  const proof = { by: 'recovery', code: recoveryCodes[0]! }
  for (const purpose of ['reset', 'email', 'passkey'] as const) {
    const { vault, database: parts } = candour.parts
    const { token } = await parts.atGate(async (gate) =>
      giveTicket(gate, vault, await readAccount(gate, vault, nurse.session.account.id), purpose, 10, {}),
    )
    expect([purpose, codeOf(await secondStep(token, proof))]).toEqual([purpose, 'session.ticket_invalid'])
  }
  const ticket = await ticketOf(candour, nurse)
  const [own] = (
    await database.query<{ minutes: number }>(
      'select extract(epoch from expires_at - created_at) / 60 as minutes from gate.ticket where account = $1 order by created_at desc limit 1',
      [nurse.session.account.id],
    )
  ).rows
  expect(Math.round(Number(own!.minutes))).toBe(10)
  await database.query("update gate.ticket set expires_at = now() - interval '1 ms' where account = $1", [
    nurse.session.account.id,
  ])
  expect(codeOf(await secondStep(ticket, proof))).toBe('session.ticket_invalid')
  const altered = await ticketOf(candour, nurse)
  await database.query(
    "update gate.ticket set sealed = (select sealed from gate.ticket where purpose = 'reset' limit 1) where account = $1 and purpose = 'sign-in'",
    [nurse.session.account.id],
  )
  expect((await secondStep(altered, proof)).status).toBeGreaterThanOrEqual(400)
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), proof))).toBe('no error')
})

test('nobody passes the second step with what is somebody else’s', async () => {
  const [nurse, thief] = [await colleague(candour, owner, 2), await colleague(candour, owner, 2)]
  await enrol(nurse)
  const own = await enrol(thief)
  const ticket = await ticketOf(candour, nurse)
  for (const proof of [
    { by: 'recovery', code: own.recoveryCodes[0]! },
    { by: 'totp', code: totpCode(own.secret, clock.now()) },
  ])
    expect(codeOf(await secondStep(ticket, proof))).toBe('factor.refused')
})

test('a code of a step before is never taken again, not even where the clock was set back', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret } = await enrol(nurse)
  const first = totpCode(secret, clock.now())
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), { by: 'totp', code: first }))).toBe('no error')
  clock.advance(30_000)
  const second = totpCode(secret, clock.now())
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), { by: 'totp', code: second }))).toBe('no error')
  for (const code of [first, second])
    expect(codeOf(await secondStep(await ticketOf(candour, nurse), { by: 'totp', code }))).toBe('factor.refused')
  clock.advance(-30_000)
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), { by: 'totp', code: first }))).toBe('factor.refused')
  clock.advance(60_000)
})

test('P21 who shows once more that they are there gets a new token; the old one is out at once', async () => {
  const nurse = await colleague(candour, owner, 2)
  const before = Object.assign(new Browser(candour.address), {
    cookie: nurse.browser.cookie,
    csrf: nurse.browser.csrf,
  })
  await nurse.browser.call(sessionRoutes.prove, { proof: { by: 'password', password } })
  expect(nurse.browser.cookie).not.toBe(before.cookie)
  const refused = await before.try(sessionRoutes.read, {})
  expect([refused.status, codeOf(refused)]).toEqual([401, 'session.ended'])
  // The CSRF token of before belongs to the token of before.
  expect(codeOf(await nurse.browser.try(factorRoutes.startTotp, { name: 'Phone' }))).toBe('request.cross_site')
  await whoAmI(nurse.browser)
  expect(codeOf(await nurse.browser.try(factorRoutes.startTotp, { name: 'Phone' }))).toBe('no error')
})

test('P20 a change of practice carries on what was shown, and gives no new twelve hours', async () => {
  const nurse = await colleague(candour, owner, 2)
  const rows = async (text: string, values?: unknown[]) => (await database.query(text, values)).rows
  const aged = "ends_at = now() + interval '20 minutes', proved_at = now() - interval '6 minutes'"
  await changeSessions(rows, candour.parts.vault, nurse.session.member.id, aged)
  const before = await whoAmI(nurse.browser)
  const after = await nurse.browser.call(sessionRoutes.switchPractice, { practice: nurse.session.practice.id })
  expect([after.endsAt, after.provedForSeconds]).toEqual([before.endsAt, 0])
})

test('a session that has ended is not brought back by a proof', async () => {
  const nurse = await colleague(candour, owner, 2)
  await database.query('update gate.session set ended_at = now() where member = $1', [nurse.session.member.id])
  const proof = await nurse.browser.try(sessionRoutes.prove, { proof: { by: 'password', password } })
  expect([proof.status, codeOf(proof)]).toEqual([401, 'session.ended'])
  expect(await stateOf(nurse)).toBe('session.ended')
})

test('ten wrong proofs in five minutes, then a right one is not looked at', async () => {
  const nurse = await colleague(candour, owner, 2)
  const prove = (given: string) =>
    nurse.browser.try(sessionRoutes.prove, { proof: { by: 'password', password: given } })
  for (let turn = 0; turn < 10; turn++) expect(codeOf(await prove('not this one'))).toBe('session.password_wrong')
  expect(codeOf(await prove(password))).toBe('session.throttled')
})

test('nobody guesses the code that confirms an app either', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { id, secret } = await nurse.browser.call(factorRoutes.startTotp, { name: 'Phone' })
  const confirm = (code: string) => nurse.browser.try(factorRoutes.confirmTotp, { id, code })
  for (let turn = 0; turn < 10; turn++) expect(codeOf(await confirm(`00000${turn}`))).toBe('factor.refused')
  expect(codeOf(await confirm(totpCode(secret, clock.now())))).toBe('session.throttled')
})

test('the first factor of an account ends what its password alone had opened elsewhere', async () => {
  const nurse = await colleague(candour, owner, 2)
  const thief = await signIn(candour, nurse.email)
  await enrol(nurse)
  expect([await stateOf(nurse), await stateOf(thief)]).toEqual(['no error', 'session.ended'])
})

test('a factor that is removed takes with it every other session of the account', async () => {
  const nurse = await colleague(candour, owner, 2)
  const lost = await enrol(nurse)
  const phone = await enrol(nurse)
  const other = { ...nurse, browser: candour.visitor() }
  const ticket = await ticketOf(candour, nurse)
  await other.browser.call(sessionRoutes.proveFactor, {
    ticket,
    proof: { by: 'totp', code: totpCode(lost.secret, clock.now()) },
  })
  const stranger = await colleague(candour, owner, 2)
  expect([await stateOf(nurse), await stateOf(other)]).toEqual(['no error', 'no error'])
  await nurse.browser.call(factorRoutes.remove, { id: lost.id })
  expect([await stateOf(nurse), await stateOf(other), await stateOf(stranger)]).toEqual([
    'no error',
    'session.ended',
    'no error',
  ])
  clock.advance(30_000)
  const proof = (secret: string) => ({ by: 'totp', code: totpCode(secret, clock.now()) })
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), proof(lost.secret)))).toBe('factor.refused')
  expect(codeOf(await secondStep(await ticketOf(candour, nurse), proof(phone.secret)))).toBe('no error')
})

test('the last factor stays while any of the person’s practices asks for one, whichever is open', async () => {
  const nurse = await colleague(candour, owner, 2)
  const agreement = await nurse.browser.call(practiceRoutes.readAgreement, {})
  const second = candour.visitor()
  await second.call(practiceRoutes.signUp, {
    kind: 'gp',
    name: 'Second Surgery',
    town: 'Bath',
    person: { name: 'Nkem Adeyfield', role: 'GP', email: nurse.email, password },
    agreement: { version: agreement.version, acceptedBy: 'Nkem Adeyfield' },
  })
  const there = { ...nurse, browser: second, session: await whoAmI(second) }
  const { rules, revision } = await second.call(rulesRoutes.read, {})
  const reason = 'Only one of the two asks'
  await second.call(rulesRoutes.change, { rules: { ...rules, factorRequired: false }, baseRevision: revision, reason })
  const { id } = await enrol(there)
  expect(codeOf(await second.try(factorRoutes.remove, { id }))).toBe('factor.last')
})

test('P19 P28 somebody who knew the password and failed at the second step is in the ledger, each time', async () => {
  const nurse = await colleague(candour, owner, 2)
  await enrol(nurse)
  const ticket = await ticketOf(candour, nurse)
  for (let turn = 0; turn < 3; turn++) await secondStep(ticket, { by: 'totp', code: `11111${turn}` })
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: nurse.session.member.id })
  const failed = entries.filter(({ verb, kind }) => verb === 'session.sign-in' && kind === 'refused')
  const why = errors['factor.refused'][1]
  expect(failed.map(({ refusal }) => refusal)).toEqual([why, why, why])
})
