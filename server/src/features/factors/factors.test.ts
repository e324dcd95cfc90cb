import { factorRoutes, type Proof } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../../../test/browser.ts'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { colleague, enrolApp, password, signUp, totpCode, whoAmI, type Person } from '../../../test/people.ts'
import { testClock } from '../../platform/clock.ts'
import { newId } from '../../platform/vault/ids.ts'

const clock = testClock('2026-11-22T09:00:00Z')
let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startTestCandour({ clock })
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const codeOf = (secret: string, at: Date = clock.now()) => totpCode(secret, at)
/** The code that confirmed it is used up: time goes on to the next. */
async function enrol(person: Person, drift = 0) {
  const enrolled = await enrolApp(person, new Date(clock.now().getTime() + drift * 30_000))
  clock.advance(30_000)
  return enrolled
}
async function firstStep(person: Person) {
  const browser = candour.visitor()
  const came = await browser.call(sessionRoutes.signIn, { email: person.email, password })
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  return { browser, ...came }
}
const secondStep = (ticket: string, proof: object, browser = candour.visitor()) =>
  browser.try(sessionRoutes.proveFactor, { ticket, proof } as never)

test('P12 with a second factor on, a password alone never opens a session', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret, uri, recoveryCodes } = await enrol(nurse)
  expect(uri).toMatch(/^otpauth:\/\/totp\/Candour:person/)
  expect(recoveryCodes).toHaveLength(10)
  const { browser, ticket, ways } = await firstStep(nurse)
  expect(ways).toEqual(['totp', 'recovery'])
  expect((await browser.try(sessionRoutes.read, {})).status).toBe(401)
  const wrong = await secondStep(ticket, { by: 'totp', code: '000000' })
  expect([wrong.status, wrong.body.error.code]).toEqual([401, 'factor.refused'])
  expect((await secondStep(ticket, { by: 'totp', code: codeOf(secret) }, browser)).status).toBe(200)
  const session = await whoAmI(browser)
  expect(session.member.id).toBe(nurse.session.member.id)
  expect(session.provesBy).toEqual(['totp', 'recovery'])
  const again = await secondStep(ticket, { by: 'totp', code: codeOf(secret) })
  expect(again.body.error.code).toBe('session.ticket_invalid')
})

test('P12 nor does it open another practice, or join one: the second step comes before anything is founded', async () => {
  const manager = await colleague(candour, owner, 4)
  const { secret, recoveryCodes } = await enrol(manager)
  const agreement = await candour.visitor().call(practiceRoutes.readAgreement, {})
  const practices = async () => (await whoAmI(manager.browser)).otherPractices.map(({ name }) => name)
  const found = (browser: Browser, second?: { ticket: string; proof: Proof }) =>
    browser.try(practiceRoutes.signUp, {
      kind: 'gp',
      name: 'Second Surgery',
      town: 'Bath',
      person: { name: 'Nkem Adeyfield', role: 'GP', email: manager.email, password },
      agreement: { version: agreement.version, acceptedBy: 'Nkem Adeyfield' },
      ...(second !== undefined && { second }),
    })
  const browser = candour.visitor()
  const asked = (await found(browser)).body
  expect(asked).toMatchObject({ outcome: 'factor-needed', ways: ['totp', 'recovery'] })
  const { ticket } = asked as { ticket: string }
  const wrong = await found(browser, { ticket, proof: { by: 'totp', code: '000000' } })
  expect(wrong.body.error.code).toBe('factor.refused')
  // A ticket of somebody else, who has a factor of their own, is none.
  const other = await colleague(candour, owner, 2)
  const theirs = await enrol(other)
  const foreign = {
    ticket: (await firstStep(other)).ticket,
    proof: { by: 'totp' as const, code: codeOf(theirs.secret) },
  }
  expect((await found(browser, foreign)).body.error.code).toBe('session.ticket_invalid')
  expect(await practices(), 'nothing was founded').toEqual([])
  expect((await browser.try(sessionRoutes.read, {})).status).toBe(401)
  const proof = { by: 'totp' as const, code: codeOf(secret) }
  expect((await found(browser, { ticket, proof })).body).toMatchObject({ outcome: 'opened', signedIn: true })
  expect((await whoAmI(browser)).provedForSeconds).toBeGreaterThan(0)
  expect(await practices()).toEqual(['Second Surgery'])

  const third = await signUp(candour, 'Third Surgery', 'Yann Zell')
  const { member, link } = await third.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Locum',
    email: manager.email,
    level: 2,
  })
  const token = link.split('#')[1]!
  const join = (more: object = {}) => candour.visitor().try(memberRoutes.acceptInvitation, { token, password, ...more })
  const needed = (await join()).body as { outcome: string; ticket: string }
  expect(needed.outcome).toBe('factor-needed')
  const stateOf = async () =>
    (await third.browser.call(memberRoutes.list, {})).members.find(({ id }) => id === member.id)!.state
  expect(await stateOf()).toBe('invited')
  const second = { ticket: needed.ticket, proof: { by: 'recovery', code: recoveryCodes[0]! } }
  expect((await join({ second })).body).toEqual({ outcome: 'joined', practice: 'Third Surgery' })
  expect(await stateOf()).toBe('pending')
  expect((await join({ second })).body.error.code).toBe('member.invitation_invalid')
})

test('an opening that is sent again, by an account with a second factor, opens nothing twice and signs nobody in by what was used up', async () => {
  const manager = await colleague(candour, owner, 4)
  const { secret } = await enrol(manager)
  const agreement = await candour.visitor().call(practiceRoutes.readAgreement, {})
  const person = { name: 'Nkem Adeyfield', role: 'GP', email: manager.email, password }
  const input = {
    kind: 'gp' as const,
    name: 'Retried Surgery',
    town: 'Bath',
    person,
    agreement: { version: agreement.version, acceptedBy: 'Nkem Adeyfield' },
  }
  const key = { 'idempotency-key': newId() }
  const send = (more: object = {}) => candour.visitor().try(practiceRoutes.signUp, { ...input, ...more }, key)
  const { ticket } = (await send()).body as { ticket: string }
  const second = { ticket, proof: { by: 'totp', code: codeOf(secret) } }
  const answers = [await send({ second }), await send({ second }), await send()]
  expect(answers.map(({ body }) => (body as { signedIn?: boolean }).signedIn)).toEqual([true, false, false])
  const names = (await whoAmI(manager.browser)).otherPractices.map(({ name }) => name)
  expect(names).toEqual(['Retried Surgery'])
})

test('a code that forty bring at once is taken from one, and from nobody later', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret } = await enrol(nurse)
  const tickets = await Promise.all(Array.from({ length: 8 }, () => firstStep(nurse)))
  const code = codeOf(secret)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_one, place) => secondStep(tickets[place % 8]!.ticket, { by: 'totp', code })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status } of answers) expect([200, 401, 429]).toContain(status)
})

test('a code holds for its own thirty seconds, by the clock that was learned at enrolment', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret } = await enrol(nurse, -3)
  const { ticket } = await firstStep(nurse)
  const at = (steps: number) => codeOf(secret, new Date(clock.now().getTime() + steps * 30_000))
  for (const off of [0, -4, -2]) expect((await secondStep(ticket, { by: 'totp', code: at(off) })).status).toBe(401)
  expect((await secondStep(ticket, { by: 'totp', code: at(-3) })).status).toBe(200)
})

test('a recovery code works once, however it is typed; new ones void the old', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { recoveryCodes } = await enrol(nurse)
  const [one, two] = recoveryCodes
  const typed = one!.toLowerCase().replaceAll('-', ' ')
  const first = await firstStep(nurse)
  expect((await secondStep(first.ticket, { by: 'recovery', code: typed }, first.browser)).status).toBe(200)
  expect((await secondStep((await firstStep(nurse)).ticket, { by: 'recovery', code: one! })).status).toBe(401)
  await whoAmI(first.browser)
  expect((await first.browser.call(factorRoutes.list, {})).recoveryCodesLeft).toBe(9)
  await first.browser.call(factorRoutes.makeRecoveryCodes, {})
  expect((await secondStep((await firstStep(nurse)).ticket, { by: 'recovery', code: two! })).status).toBe(401)
})

test('five tries a ticket, ten in five minutes an account: then nobody guesses on', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret } = await enrol(nurse)
  const { ticket } = await firstStep(nurse)
  for (let turn = 0; turn < 5; turn++)
    expect((await secondStep(ticket, { by: 'totp', code: `00000${turn}` })).body.error.code).toBe('factor.refused')
  expect((await secondStep(ticket, { by: 'totp', code: codeOf(secret) })).body.error.code).toBe(
    'session.ticket_invalid',
  )
  const other = await firstStep(nurse)
  for (let turn = 0; turn < 5; turn++) await secondStep(other.ticket, { by: 'totp', code: `00000${turn}` })
  const third = await firstStep(nurse)
  expect((await secondStep(third.ticket, { by: 'totp', code: codeOf(secret) })).status).toBe(429)
})

test('P14 who has no second factor after the days of grace sees nothing but the way to one', async () => {
  const nurse = await colleague(candour, owner, 2)
  expect(nurse.session.factorDueAt).not.toBeNull()
  await nurse.browser.call(patientRoutes.recent, {})
  await database.query("update candour.member set approved_at = approved_at - interval '8 days' where member = $1", [
    nurse.session.member.id,
  ])
  const refused = await nurse.browser.try(patientRoutes.recent, {})
  expect([refused.status, refused.body.error.code]).toEqual([403, 'session.factor_needed'])
  expect((await nurse.browser.try(sessionRoutes.read, {})).status).toBe(200)
  await enrol(nurse)
  // The session that enrolled has shown the new factor.
  await nurse.browser.call(patientRoutes.recent, {})
})

test('what changes how one signs in needs a proof of being there, not older than five minutes', async () => {
  const nurse = await colleague(candour, owner, 2)
  const rows = async (text: string, values?: unknown[]) => (await database.query(text, values)).rows
  const { vault } = candour.parts
  await changeSessions(rows, vault, nurse.session.member.id, "proved_at = proved_at - interval '6 minutes'")
  const refused = await nurse.browser.try(factorRoutes.startTotp, { name: 'Phone' })
  expect([refused.status, refused.body.error.code]).toEqual([403, 'session.proof_needed'])
  // Nor does a secret that was left on the screen: to confirm it needs the proof as well.
  const unknown = { id: nurse.session.member.id, code: '123456' }
  expect((await nurse.browser.try(factorRoutes.confirmTotp, unknown)).body.error.code).toBe('session.proof_needed')
  const wrong = await nurse.browser.try(sessionRoutes.prove, { proof: { by: 'password', password: 'not this one' } })
  expect(wrong.body.error.code).toBe('session.password_wrong')
  expect((await nurse.browser.try(sessionRoutes.prove, { proof: { by: 'password', password } })).status).toBe(200)
  await whoAmI(nurse.browser)
  const { secret, id } = await enrol(nurse)
  // A password proves nothing any more once there is a second factor.
  const byPassword = await nurse.browser.try(sessionRoutes.prove, { proof: { by: 'password', password } })
  expect(byPassword.body.error.code).toBe('session.proof_needed')
  expect((await nurse.browser.try(factorRoutes.remove, { id })).body.error.code).toBe('factor.last')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

test('whoever changes how they sign in gets a mail that says so', async () => {
  const nurse = await colleague(candour, owner, 2)
  await enrol(nurse)
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  const [mail] = mails.filter(({ to }) => to.address === nurse.email)
  expect(mail!.subject).toBe('The way you sign in to Candour was changed')
  expect(mail!.text).toContain('An authenticator app, “Phone”, was added to your account.')
})

test('P16 no secret or code of a second factor lies in the database in the clear', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { secret, recoveryCodes } = await enrol(nurse)
  const { rows } = await database.query<{ row: string }>('select f::text as row from gate.factor f')
  const bytes = Buffer.from(rows.map(({ row }) => row).join('\n'))
  const plain = [
    secret,
    Buffer.from(secret).toString('hex'),
    ...recoveryCodes,
    ...recoveryCodes.map((code) => code.replaceAll('-', '')),
  ]
  for (const one of plain) expect(bytes.includes(one)).toBe(false)
})
