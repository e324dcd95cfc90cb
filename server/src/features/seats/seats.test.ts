import { entryRoutes } from '@candour/contract/entries.ts'
import { errors } from '@candour/contract/errors.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { seatRoutes, weakPin } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, Browser } from '../../../test/browser.ts'
import { changeSessions } from '../../../test/change-session.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, enrolApp, password, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

const pin = '294705'
let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const codeOf = ({ body, status }: Answer<any>): string => (status < 300 ? 'no error' : body.error.code)
const sql = async (text: string, ...values: unknown[]) => (await database.query(text, values)).rows

/** Somebody with a short code at a browser, who has locked the screen. */
async function seated(level: 1 | 2 = 2) {
  const person = await colleague(candour, owner, level)
  await person.browser.call(seatRoutes.set, { pin })
  const { seats } = await person.browser.call(seatRoutes.list, {})
  await person.browser.call(sessionRoutes.lock, { why: 'asked' })
  return { ...person, seat: seats[0]!.id, account: person.session.account.id }
}
const unlock = ({ browser, seat }: { browser: Browser; seat: string }, given = pin, headers = {}) =>
  browser.try(seatRoutes.unlock, { id: seat, pin: given }, headers)
async function signInAt(browser: Browser, email: string) {
  await browser.call(sessionRoutes.signIn, { email, password })
  return whoAmI(browser)
}
/** The same browser as it would be copied: its cookies, nothing else. */
const copyOf = ({ cookie, device }: Browser) => Object.assign(candour.visitor(), { cookie, device })

test('P20 P21 a lock ends the session at once; the short code brings the same person back, in a session of their own', async () => {
  const nurse = await seated()
  expect(nurse.browser.cookie).toBe('candour=')
  expect(codeOf(await copyOf(nurse.browser).try(sessionRoutes.read, {}))).toBe('session.needed')
  const { seats } = await nurse.browser.call(seatRoutes.list, {})
  expect(seats).toEqual([
    {
      id: nurse.seat,
      name: 'Nkem Adeyfield',
      role: 'Nurse',
      practice: 'Tallow Lane Dental',
      openUntil: nurse.session.endsAt,
    },
  ])
  expect(codeOf(await unlock(nurse))).toBe('no error')
  const after = await whoAmI(nurse.browser)
  expect([after.member.id, after.endsAt, after.provedForSeconds]).toEqual([
    nurse.session.member.id,
    nurse.session.endsAt,
    0,
  ])
  const { sessions } = await nurse.browser.call(sessionRoutes.list, {})
  expect(sessions.map(({ isThis, byCode, how }) => [isThis, byCode, how])).toEqual([[true, true, 'password']])
})

test('a short code proves nothing for what needs a proof, however short ago the whole sign-in was', async () => {
  const nurse = await seated()
  await unlock(nurse)
  await whoAmI(nurse.browser)
  expect(codeOf(await nurse.browser.try(seatRoutes.set, { pin: '803516' }))).toBe('session.proof_needed')
  expect(codeOf(await nurse.browser.try(sessionRoutes.endOthers, {}))).toBe('session.proof_needed')
})

test('several people share a computer, each with an own session', async () => {
  const nurse = await seated()
  const dentist = await colleague(candour, owner, 2, 'Imre Vasey')
  await signInAt(nurse.browser, dentist.email)
  await nurse.browser.call(seatRoutes.set, { pin: '803516' })
  await nurse.browser.call(sessionRoutes.lock, { why: 'idle' })
  const { seats } = await nurse.browser.call(seatRoutes.list, {})
  expect(seats.map(({ name }) => name)).toEqual(['Nkem Adeyfield', 'Imre Vasey'])
  await unlock({ browser: nurse.browser, seat: seats[1]!.id }, '803516')
  expect((await whoAmI(nurse.browser)).member.name).toBe('Imre Vasey')
  await nurse.browser.call(sessionRoutes.lock, { why: 'asked' })
  expect(codeOf(await unlock(nurse, '803516'))).toBe('seat.refused')
  await unlock(nurse)
  expect((await whoAmI(nurse.browser)).member.id).toBe(nurse.session.member.id)
})

test('P19 of forty guesses at once five are compared; then the code is off there, even the right one, and a mail says so', async () => {
  const nurse = await seated()
  const guesses = Array.from({ length: 40 }, (_, at) =>
    unlock({ ...nurse, browser: copyOf(nurse.browser) }, `10${String(at).padStart(4, '0')}`),
  )
  const codes = (await Promise.all(guesses)).map(codeOf)
  expect(codes.filter((code) => code === 'seat.refused')).toHaveLength(5)
  expect(codes.filter((code) => code === 'seat.closed')).toHaveLength(35)
  expect(codeOf(await unlock(nurse))).toBe('seat.closed')
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  expect(
    mails.filter(({ to, subject }) => to.address.includes(nurse.email) && subject.includes('five times')),
  ).toHaveLength(1)
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: nurse.session.member.id, kind: 'refused' })
  expect(entries.filter(({ refusal }) => refusal === errors['seat.refused'][1])).toHaveLength(5)
  // A whole sign-in there turns it on again.
  await signInAt(nurse.browser, nurse.email)
  await nurse.browser.call(sessionRoutes.lock, { why: 'asked' })
  expect(codeOf(await unlock(nurse))).toBe('no error')
})

test('P19 from any other browser a short code is nothing: no cookie, somebody else’s, a made-up one', async () => {
  const nurse = await seated()
  const stranger = await colleague(candour, owner, 2, 'Imre Vasey')
  const browsers = [
    candour.visitor(),
    stranger.browser,
    Object.assign(candour.visitor(), { device: `candour-device=${'A'.repeat(43)}` }),
    Object.assign(candour.visitor(), { device: "candour-device=' or 1=1" }),
  ]
  for (const browser of browsers) expect(codeOf(await unlock({ ...nurse, browser }))).toBe('seat.closed')
  expect(await candour.visitor().call(seatRoutes.list, {})).toEqual({ seats: [] })
  // And nobody's guesses elsewhere cost the person a try.
  expect((await sql('select tries from gate.seat where seat = $1', nurse.seat))[0]).toEqual({ tries: 0 })
})

test('a cookie that was copied to another kind of browser does not open with the right code', async () => {
  const nurse = await seated()
  const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  expect(codeOf(await unlock({ ...nurse, browser: copyOf(nurse.browser) }, pin, firefox))).toBe('seat.refused')
  expect(codeOf(await unlock(nurse))).toBe('no error')
})

test('P04 P05 who was set to level 0 does not come back by a code, and is not named on the screen', async () => {
  const nurse = await seated()
  await owner.browser.call(memberRoutes.changeLevel, { id: nurse.session.member.id, level: 0, reason: 'left' })
  expect(await nurse.browser.call(seatRoutes.list, {})).toEqual({ seats: [] })
  expect(codeOf(await unlock(nurse))).toBe('seat.closed')
})

test('P21 signing out, ending the session from elsewhere, and ending all others turn the code off', async () => {
  const out = await seated()
  await unlock(out)
  await whoAmI(out.browser)
  await out.browser.call(sessionRoutes.signOut, {})
  expect(codeOf(await unlock(out))).toBe('seat.closed')

  for (const way of ['one', 'all'] as const) {
    const nurse = await seated()
    await unlock(nurse)
    const { sessions } = await nurse.browser.call(sessionRoutes.list, {})
    const elsewhere = candour.visitor()
    await signInAt(elsewhere, nurse.email)
    if (way === 'one') await elsewhere.call(sessionRoutes.end, { id: sessions[0]!.id })
    else await elsewhere.call(sessionRoutes.endOthers, {})
    expect([way, codeOf(await nurse.browser.try(sessionRoutes.read, {}))]).toEqual([way, 'session.ended'])
    expect([way, codeOf(await unlock(nurse))]).toEqual([way, 'seat.closed'])
  }
})

test('the hours of a code are those of the last whole sign-in there, and no change of code adds any', async () => {
  const nurse = await colleague(candour, owner, 2)
  await changeSessions(sql2, candour.parts.vault, nurse.session.member.id, "ends_at = now() + interval '20 minutes'")
  const { endsAt } = await whoAmI(nurse.browser)
  await nurse.browser.call(seatRoutes.set, { pin })
  expect((await nurse.browser.call(seatRoutes.read, {})).openUntil).toBe(endsAt)
  const [seat] = (await nurse.browser.call(seatRoutes.list, {})).seats
  await nurse.browser.call(sessionRoutes.lock, { why: 'over' })
  await unlock({ browser: nurse.browser, seat: seat!.id })
  expect((await whoAmI(nurse.browser)).endsAt).toBe(endsAt)
})
const sql2 = async <Row>(text: string, values?: unknown[]) => (await database.query(text, values)).rows as Row[]

test('P07 P33 a seat or a device that was altered in the database lets nobody in', async () => {
  const other = await seated(1)
  const changes = [
    'tries = 0',
    "open_until = open_until + interval '1 hour'",
    `member = '${owner.session.member.id}'`,
    "how = 'passkey'",
    `pin = (select pin from gate.seat where seat = '${other.seat}')`,
    'bound = null',
    `bound = (select bound from gate.seat where seat = '${other.seat}')`,
    'revision = 2',
  ]
  for (const change of changes) {
    const nurse = await seated()
    await unlock(nurse, '000000')
    await sql(`update gate.seat set ${change} where seat = $1`, nurse.seat)
    expect([change, codeOf(await unlock(nurse))]).toEqual([change, 'seat.closed'])
  }
  const nurse = await seated()
  const hashOf = 'sha256($2::text::bytea)'
  const mine = 'B'.repeat(43)
  // A row of the attacker's own browser for the account, as good as the database alone can make it.
  await sql(`update gate.device set token_hash = ${hashOf} where account = $1`, nurse.account, mine)
  const thief = Object.assign(candour.visitor(), { device: `candour-device=${mine}` })
  expect(await thief.call(seatRoutes.list, {})).toEqual({ seats: [] })
  expect(codeOf(await unlock({ browser: thief, seat: nurse.seat }))).toBe('seat.closed')
})

test('P16 the database holds neither code nor device secret, and the code’s hash can’t be tried without that secret', async () => {
  const nurse = await seated()
  const secret = nurse.browser.device!.split('=')[1]!
  for (const table of ['gate.seat', 'gate.device']) {
    const rows = (await sql(`select t::text as row from ${table} t`)) as { row: string }[]
    for (const { row } of rows)
      for (const plain of [pin, secret, Buffer.from(secret).toString('hex')]) expect(row).not.toContain(`(${plain}`)
  }
  expect(nurse.browser.device).toMatch(/^candour-device=[\w-]{43}$/)
})

test('the cookie of a device is out of reach of scripts and other sites, and alone it opens nothing', async () => {
  const browser = candour.visitor()
  const body = JSON.stringify({ email: owner.email, password })
  const answer = await browser.send('POST', '/api/sessions', body, { 'content-type': 'application/json' })
  expect(answer.headers.getSetCookie()[1]).toMatch(
    /^candour-device=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Strict$/,
  )
  const alone = Object.assign(candour.visitor(), { device: browser.device })
  expect(codeOf(await alone.try(sessionRoutes.read, {}))).toBe('session.needed')
})

test('a code that everybody tries first is refused, with the reason', async () => {
  for (const weak of ['123456', '654321', '000000', '777777', '121212', '123123', '112211', '012345'])
    expect([weak, weakPin(weak)]).not.toEqual([weak, null])
  for (const good of ['294705', '803516', '135792']) expect([good, weakPin(good)]).toEqual([good, null])
  const nurse = await colleague(candour, owner, 2)
  const refused = await nurse.browser.try(seatRoutes.set, { pin: '123456' })
  expect([codeOf(refused), refused.body.error.fields[0].path]).toEqual(['input.invalid', 'pin'])
})

test('P47 a short code enters no locked practice by way of another, however often practices are changed', async () => {
  const boss = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const third = await signUp(candour, 'Alder Surgery', 'Anna Ash')
  const admin = await signUp(candour, 'Elder Surgery', 'Ella Oak')
  for (const { browser } of [boss, third]) {
    const asked = { name: 'Ella Oak', role: 'Dentist', email: admin.email, level: 4 as const }
    const { member, link } = await browser.call(memberRoutes.invite, asked)
    await candour.visitor().call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
    await browser.call(memberRoutes.approve, { id: member.id })
  }
  await enrolApp(admin)
  await admin.browser.call(seatRoutes.set, { pin })
  const [seat] = (await admin.browser.call(seatRoutes.list, {})).seats
  await admin.browser.call(sessionRoutes.lock, { why: 'asked' })
  await enrolApp(boss)
  await boss.browser.call(rulesRoutes.lock, { reason: 'A stranger at a screen' })
  expect(codeOf(await unlock({ browser: admin.browser, seat: seat!.id }))).toBe('no error')
  await whoAmI(admin.browser)
  const change = ({ session }: Person) =>
    admin.browser.try(sessionRoutes.switchPractice, { practice: session.practice.id })
  expect(codeOf(await change(boss))).toBe('practice.locked')
  for (const next of [third, admin]) {
    expect(codeOf(await change(next))).toBe('no error')
    await whoAmI(admin.browser)
    const { sessions } = await admin.browser.call(sessionRoutes.list, {})
    expect(sessions.find(({ isThis }) => isThis)).toMatchObject({ byCode: true, how: 'password+totp' })
    expect(codeOf(await change(boss))).toBe('practice.locked')
  }
})
