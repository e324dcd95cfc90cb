import { entryRoutes } from '@candour/contract/entries.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { recoveryRoutes } from '@candour/contract/recoveries.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, enrolPasskey, password, signUp, ticketOf, whoAmI, type Person } from '../../../test/people.ts'
import { softPasskey, type SoftPasskey } from '../../../test/soft-passkey.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let database: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour()
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

interface House {
  admin: Person
  nurse: Person
  other: Person
  /** Who loses the phone. */
  lost: Person
  phone: SoftPasskey
}

/** A practice whose people have passkeys. */
async function house(): Promise<House> {
  const admin = await signUp(candour)
  const [nurse, other, lost] = [
    await colleague(candour, admin, 2, 'Nkem Adeyfield'),
    await colleague(candour, admin, 1, 'Otto Fenwick'),
    await colleague(candour, admin, 2, 'Ada Winterbourne'),
  ]
  for (const one of [admin, nurse, other]) await enrolPasskey(one)
  const { passkey } = await enrolPasskey(lost)
  return { admin, nurse, other, lost, phone: passkey }
}

async function ask(person: Person) {
  const browser = candour.visitor()
  const { token, recovery } = await browser.call(recoveryRoutes.start, { ticket: await ticketOf(candour, person) })
  return { browser, token, number: recovery.number, recovery }
}
const listed = async ({ browser }: Person) => (await browser.call(recoveryRoutes.list, {})).recoveries
async function confirm(by: Person, number: string, place = 0) {
  const one = (await listed(by))[place]!
  return came(await by.browser.try(recoveryRoutes.confirm, { id: one.id, number }))
}
const came = ({ status, body }: { status: number; body: { error?: { code: string } } }) =>
  status === 200 ? 'done' : `${status} ${body.error!.code}`
const finish = (browser: Browser, token: string) => browser.try(recoveryRoutes.finish, { token })
const mailsTo = async ({ email }: Person) =>
  (await candour.visitor().call(mailRoutes.outbox, {})).mails.filter(({ to }) => to.address === email)

test('P12 a lost phone: two colleagues confirm by the number, one of them administrator, and a new factor is set up', async () => {
  const { admin, nurse, lost, phone } = await house()
  const { browser, token, number, recovery } = await ask(lost)
  expect(number).toMatch(/^\d{6}$/)
  expect(recovery).toMatchObject({ isConfirmed: false, practices: [{ confirmed: 0, isEnough: false }] })
  const [notice] = (await admin.browser.call(noticeRoutes.list, {})).notices
  expect(notice!.heading).toBe('Ada Winterbourne asks for help: their second factor is lost')
  expect(await listed(admin)).toMatchObject([{ name: 'Ada Winterbourne', confirmedBy: [], can: ['confirm', 'cancel'] }])
  expect(await listed(nurse)).toMatchObject([{ can: ['confirm'] }])
  expect(await confirm(nurse, number)).toBe('done')
  expect(await confirm(nurse, number)).toBe('done')
  expect(came(await finish(browser, token))).toBe('409 recovery.not_confirmed')
  expect(await confirm(admin, number)).toBe('done')
  expect(await browser.call(recoveryRoutes.readOwn, { token })).toMatchObject({ isConfirmed: true })
  expect(came(await finish(browser, token))).toBe('done')
  expect((await lost.browser.try(sessionRoutes.read, {})).status).toBe(401)

  // In that session a factor is set up, and nothing else done.
  const session = await whoAmI(browser)
  expect(session.factorDueAt).not.toBeNull()
  expect(came(await browser.try(patientRoutes.recent, {}))).toBe('403 session.factor_needed')
  for (const [route, input] of [
    [factorRoutes.makeRecoveryCodes, {}],
    [factorRoutes.remove, { id: session.member.id }],
    [factorRoutes.rename, { id: session.member.id, name: 'Mine' }],
  ] as const)
    expect(came(await browser.try(route, input))).toBe('403 session.factor_needed')
  expect(came(await browser.try(sessionRoutes.switchPractice, { practice: session.practice.id }))).toBe('done')
  await whoAmI(browser)
  expect(came(await browser.try(patientRoutes.recent, {}))).toBe('403 session.factor_needed')
  // Until then the old ones count: no password alone opens anything in between.
  await ticketOf(candour, lost)
  const { passkey, recoveryCodes } = await enrolPasskey({ browser }, softPasskey(), 'New phone')
  expect(recoveryCodes).toHaveLength(10)
  await browser.call(patientRoutes.recent, {})
  const { factors } = await browser.call(factorRoutes.list, {})
  expect(factors.map(({ name }) => name)).toEqual(['New phone'])
  const signIn = async (by: SoftPasskey) => {
    const visitor = candour.visitor()
    return came(
      await visitor.try(sessionRoutes.signInByPasskey, {
        signed: by.sign(await visitor.call(sessionRoutes.startPasskey, {})),
      }),
    )
  }
  expect(await signIn(phone)).toBe('401 factor.passkey_refused')
  expect(await signIn(passkey)).toBe('done')

  for (const person of [admin, nurse, lost]) {
    const subjects = (await mailsTo(person)).map(({ subject }) => subject).join('\n')
    expect([person.email, subjects]).toEqual([person.email, expect.stringMatching(/new second factor/)])
  }
  expect(
    (await mailsTo(admin)).find(({ subject }) => subject === 'Ada Winterbourne has a new second factor')!.text,
  ).toMatch(/Confirmed by (Imogen Thrale and Nkem Adeyfield|Nkem Adeyfield and Imogen Thrale)/)
  await candour.settle()
  const { entries } = await admin.browser.call(entryRoutes.list, { kind: 'changed' })
  const verbs = entries.map(({ verb }) => verb)
  for (const verb of ['recovery.start', 'recovery.confirm', 'recovery.finish', 'factor.confirm-passkey'])
    expect(verbs).toContain(verb)
  expect(verbs.filter((verb) => verb === 'recovery.confirm').length).toBeGreaterThanOrEqual(2)
  expect((await admin.browser.call(noticeRoutes.list, {})).notices).toEqual([])
}, 30_000)

test('two who are not administrator are not enough, nor is one, nor the person, nor a wrong number', async () => {
  const { admin, nurse, other, lost } = await house()
  const { browser, token, number } = await ask(lost)
  expect(await confirm(nurse, number)).toBe('done')
  expect(await confirm(other, number)).toBe('done')
  expect(came(await finish(browser, token))).toBe('409 recovery.not_confirmed')
  expect(await confirm(lost, number)).toBe('409 recovery.own')
  expect(await confirm(admin, number === '000000' ? '000001' : '000000')).toBe('400 recovery.number_wrong')
  expect(came(await finish(browser, token))).toBe('409 recovery.not_confirmed')
  expect(await confirm(admin, number)).toBe('done')
  const answers = await Promise.all(Array.from({ length: 40 }, () => finish(candour.visitor(), token)))
  expect(answers.map(came).toSorted()).toEqual([...Array.from({ length: 39 }, () => '404 recovery.over'), 'done'])
}, 30_000)

test('nobody guesses the number: ten tries in five minutes', async () => {
  const { admin, lost } = await house()
  const { number } = await ask(lost)
  const wrong = Array.from({ length: 11 }, (_one, at) => String(at).padStart(6, '0')).filter((one) => one !== number)
  for (const one of wrong.slice(0, 10)) expect(await confirm(admin, one)).toBe('400 recovery.number_wrong')
  expect(await confirm(admin, number)).toBe('429 session.throttled')
})

test('whoever confirms has shown a second factor themselves', async () => {
  const { admin, lost } = await house()
  const late = await colleague(candour, admin, 4, 'Wren Oakes')
  const { number } = await ask(lost)
  expect(await confirm(late, number)).toBe('409 factor.none')
})

test('a colleague who is out by the time it is used counts for nothing', async () => {
  const { admin, nurse, lost } = await house()
  const { browser, token, number } = await ask(lost)
  await confirm(nurse, number)
  await confirm(admin, number)
  await admin.browser.call(memberRoutes.changeLevel, { id: nurse.session.member.id, level: 0, reason: 'Left' })
  expect(came(await finish(browser, token))).toBe('409 recovery.not_confirmed')
})

test('P07 colleagues of one practice never open the records of another: each has its own pair', async () => {
  const { admin, nurse, lost, phone } = await house()
  const there = await signUp(candour, 'Second Surgery', 'Petra Lindqvist')
  const also = await colleague(candour, there, 2, 'Sol Marsh')
  const outsider = await signUp(candour, 'Third Surgery', 'Gail Hythe')
  for (const one of [there, also, outsider]) await enrolPasskey(one)
  const { member, link } = await there.browser.call(memberRoutes.invite, {
    name: 'Ada Winterbourne',
    role: 'Locum',
    email: lost.email,
    level: 2,
  })
  const joining = candour.visitor()
  const accept = { token: link.split('#')[1]!, password }
  const asked = await joining.call(memberRoutes.acceptInvitation, accept)
  if (asked.outcome !== 'factor-needed') throw new Error('it has a second factor')
  const proof = { by: 'passkey', signed: phone.sign(asked.passkey as never) } as const
  await joining.call(memberRoutes.acceptInvitation, { ...accept, second: { ticket: asked.ticket, proof } })
  await there.browser.call(memberRoutes.approve, { id: member.id })
  const { browser, token, number } = await ask(lost)
  expect(await listed(outsider)).toEqual([])
  const [seen] = await listed(admin)
  const foreign = { id: seen!.id, number }
  expect(came(await outsider.browser.try(recoveryRoutes.confirm, foreign))).toBe('404 recovery.not_found')
  expect(came(await outsider.browser.try(recoveryRoutes.cancel, { id: seen!.id }))).toBe('404 recovery.not_found')
  await confirm(nurse, number)
  await confirm(admin, number)
  expect(came(await finish(browser, token))).toBe('409 recovery.not_confirmed')
  // What happens in the other practice is not told here.
  expect(await listed(there)).toMatchObject([{ confirmedBy: [], isEnough: false }])
  await confirm(there, number)
  await confirm(also, number)
  expect(came(await finish(browser, token))).toBe('done')
}, 30_000)

test('a practice with nobody to ask says so', async () => {
  const alone = await signUp(candour, 'Small Surgery', 'Ivo Lark')
  const nurse = await colleague(candour, alone, 2)
  await enrolPasskey(nurse)
  const ticket = await ticketOf(candour, nurse)
  expect(came(await candour.visitor().try(recoveryRoutes.start, { ticket }))).toBe('409 recovery.not_possible')
})

test('the person, or an administrator, cancels it at any time; a new one voids the one before; three a day', async () => {
  const { admin, nurse, lost } = await house()
  const first = await ask(lost)
  await confirm(nurse, first.number)
  const second = await ask(lost)
  expect(await listed(admin)).toMatchObject([{ confirmedBy: [] }])
  expect(came(await finish(first.browser, first.token))).toBe('404 recovery.over')
  const [one] = await listed(nurse)
  expect(came(await nurse.browser.try(recoveryRoutes.cancel, { id: one!.id }))).toBe('409 recovery.not_yours')
  expect(came(await admin.browser.try(recoveryRoutes.cancel, { id: one!.id }))).toBe('done')
  expect(came(await second.browser.try(recoveryRoutes.readOwn, { token: second.token }))).toBe('404 recovery.over')
  const third = await ask(lost)
  expect(came(await third.browser.try(recoveryRoutes.cancelOwn, { token: third.token }))).toBe('done')
  expect(await listed(admin)).toEqual([])
  const ticket = await ticketOf(candour, lost)
  expect(came(await candour.visitor().try(recoveryRoutes.start, { ticket }))).toBe('429 recovery.too_many')
}, 30_000)

test('P33 a confirmation that somebody writes into the database, or an hour that is prolonged, opens nothing', async () => {
  const { admin, nurse, lost } = await house()
  const { browser, token, number } = await ask(lost)
  await confirm(nurse, number)
  const before = (await database.query('select * from gate.recovery where account = $1', [lost.session.account.id]))
    .rows
  await database.query("update gate.recovery set expires_at = expires_at + interval '1 hour' where account = $1", [
    lost.session.account.id,
  ])
  expect(came(await finish(browser, token))).toBe('404 recovery.over')
  await database.query('update gate.recovery set expires_at = $2 where account = $1', [
    lost.session.account.id,
    before[0].expires_at,
  ])
  await confirm(admin, number)
  // The revision before, brought back: what was confirmed since is gone, and what was sealed does not open as another.
  await database.query('update gate.recovery set sealed = $2 where account = $1', [
    lost.session.account.id,
    before[0].sealed,
  ])
  expect(came(await finish(browser, token))).toBe('500 record.altered')
})

test('P12 an account that was closed because its factors were altered is opened again by its colleagues', async () => {
  const { admin, nurse, lost } = await house()
  await database.query("delete from gate.factor where account = $1 and kind = 'passkey'", [lost.session.account.id])
  const came1 = await candour.visitor().call(sessionRoutes.signIn, { email: lost.email, password })
  if (came1.outcome !== 'factor-needed') throw new Error('an altered account was let in')
  expect([came1.ways, came1.passkey]).toEqual([[], null])
  const browser = candour.visitor()
  const { token, recovery } = await browser.call(recoveryRoutes.start, { ticket: came1.ticket })
  await confirm(nurse, recovery.number)
  await confirm(admin, recovery.number)
  expect(came(await finish(browser, token))).toBe('done')
  await whoAmI(browser)
  await enrolPasskey({ browser })
  await browser.call(patientRoutes.recent, {})
}, 30_000)
