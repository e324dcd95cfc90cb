import { mailRoutes } from '@candour/contract/mails.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { colleague, password, signIn, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

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
const rows = async <Row>(text: string, values?: unknown[]) => (await database.query(text, values)).rows as Row[]
const stateOf = async ({ browser }: Person) => codeOf(await browser.try(sessionRoutes.read, {}))
const listOf = async (browser: Browser) => (await browser.call(sessionRoutes.list, {})).sessions
async function mailsTo(email: string, about: RegExp) {
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  return mails.filter(({ to, subject }) => to.address.includes(email) && about.test(subject))
}
const another = 'quilt lantern harbour 8'
const ago = () => new Date(Date.now() - 3_600_000).toISOString()

test('P21 somebody sees where they are signed in, and ends one of them, or all others', async () => {
  const nurse = await colleague(candour, owner, 2)
  const [ward, phone] = [await signIn(candour, nurse.email), await signIn(candour, nurse.email)]
  const list = await listOf(nurse.browser)
  expect(list.map(({ isThis, how, byCode, device, address }) => [isThis, how, byCode, device, address])).toEqual([
    [false, 'password', false, 'A program', '127.0.0.1'],
    [false, 'password', false, 'A program', '127.0.0.1'],
    [true, 'password', false, 'A program', '127.0.0.1'],
  ])
  await nurse.browser.call(sessionRoutes.end, { id: list[0]!.id })
  expect([await stateOf(nurse), await stateOf(ward), await stateOf(phone)]).toEqual([
    'no error',
    'no error',
    'session.ended',
  ])
  expect(codeOf(await nurse.browser.try(sessionRoutes.end, { id: list[0]!.id }))).toBe('session.not_found')
  await nurse.browser.call(sessionRoutes.endOthers, {})
  expect([await stateOf(nurse), await stateOf(ward)]).toEqual(['no error', 'session.ended'])
  expect(await listOf(nurse.browser)).toHaveLength(1)
  expect(await mailsTo(nurse.email, /sessions in Candour were ended/)).toHaveLength(2)
})

test('P21 nobody ends, or sees, a session that is somebody else’s', async () => {
  const [nurse, thief] = [await colleague(candour, owner, 2), await colleague(candour, owner, 4)]
  const { id } = (await listOf(nurse.browser))[0]!
  expect(codeOf(await thief.browser.try(sessionRoutes.end, { id }))).toBe('session.not_found')
  await thief.browser.call(sessionRoutes.endOthers, {})
  expect(await stateOf(nurse)).toBe('no error')
  expect((await listOf(thief.browser)).map((one) => one.id)).not.toContain(id)
})

test('P20 what a page asks by itself keeps no session awake; what its person asks does', async () => {
  const nurse = await colleague(candour, owner, 2)
  const age = () =>
    changeSessions(rows, candour.parts.vault, nurse.session.member.id, "seen_at = now() - interval '10 minutes'")
  const idle = async () => {
    const [row] = await rows<{ idle: number }>(
      'select extract(epoch from now() - seen_at)::float8 as idle from gate.session where member = $1',
      [nurse.session.member.id],
    )
    return row!.idle
  }
  await age()
  const background = { 'x-candour-background': 'yes' }
  expect(codeOf(await nurse.browser.try(sessionRoutes.read, {}, background))).toBe('no error')
  expect(await idle()).toBeGreaterThan(590)
  await nurse.browser.call(sessionRoutes.read, {})
  expect(await idle()).toBeLessThan(60)
})

test('P19 a sign-in from a device that the account has not used before is told by mail and on the home page', async () => {
  const nurse = await colleague(candour, owner, 2)
  expect(await mailsTo(nurse.email, /new device/)).toHaveLength(0)
  // The same browser once more: known.
  await nurse.browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  expect((await whoAmI(nurse.browser)).newDevices).toEqual([])
  expect(await mailsTo(nurse.email, /new device/)).toHaveLength(0)
  const other = await signIn(candour, nurse.email)
  expect(await mailsTo(nurse.email, /new device/)).toHaveLength(1)
  expect((await whoAmI(nurse.browser)).newDevices.map(({ from }) => from)).toEqual(['A program'])
  expect((await whoAmI(other.browser)).newDevices).toEqual([])
  await candour.settle()
  // A row that somebody put there by hand makes no browser known.
  await rows("update gate.device set bound = sha256('mine') where account = $1", [nurse.session.account.id])
  await nurse.browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  expect(await mailsTo(nurse.email, /new device/)).toHaveLength(2)
})

test('P19 P26 “not me” ends everything else, changes the password at once, and tells the administrators alone', async () => {
  const nurse = await colleague(candour, owner, 2)
  await nurse.browser.call(seatRoutes.set, { pin: '294705' })
  const thief = await signIn(candour, nurse.email)
  await nurse.browser.call(sessionRoutes.notMe, { password: another, since: ago() })
  expect([await stateOf(nurse), await stateOf(thief)]).toEqual(['no error', 'session.ended'])
  const old = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect(codeOf(old)).toBe('session.sign_in_failed')
  const fresh = await signIn(candour, nurse.email, another)
  expect(await stateOf(fresh)).toBe('no error')
  expect(await nurse.browser.call(seatRoutes.list, {})).toEqual({ seats: [] })
  const about = 'Nkem Adeyfield did not recognise a sign-in'
  const headings = async (person: Person) =>
    (await person.browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)
  expect(await headings(owner)).toContain(about)
  expect(await headings(nurse)).not.toContain(about)
  expect(await mailsTo(owner.email, /did not recognise/)).toHaveLength(1)
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: nurse.session.member.id })
  expect(entries.filter(({ verb, kind }) => verb === 'session.not-me' && kind === 'changed')).toHaveLength(1)
})

test('P19 P33 “not me” is not stopped by a colleague who was altered in the database; the others are told', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  const { id } = (await colleague(candour, admin, 1)).session.member
  const thief = await signIn(candour, nurse.email)
  await rows('update candour.member set level = 4 where member = $1', [id])
  await nurse.browser.call(sessionRoutes.notMe, { password: another, since: ago() })
  expect(await stateOf(thief)).toBe('session.ended')
  expect(await mailsTo(admin.email, /did not recognise/)).toHaveLength(1)
})

test('“not me” takes no password that is easily guessed, and none without the proof', async () => {
  const nurse = await colleague(candour, owner, 2)
  const weak = await nurse.browser.try(sessionRoutes.notMe, { password: 'nkem adeyfield!!', since: ago() })
  expect(codeOf(weak)).toBe('password.refused')
  await changeSessions(rows, candour.parts.vault, nurse.session.member.id, "proved_at = now() - interval '6 minutes'")
  expect(codeOf(await nurse.browser.try(sessionRoutes.notMe, { password: another, since: ago() }))).toBe(
    'session.proof_needed',
  )
  expect(codeOf(await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password }))).toBe('no error')
})

test('of two who set a new password at the same moment one does', async () => {
  const nurse = await colleague(candour, owner, 2)
  const both = await Promise.all(
    ['one', 'two'].map((word) =>
      nurse.browser.try(sessionRoutes.notMe, { password: `${another} ${word}`, since: ago() }),
    ),
  )
  expect(both.map(codeOf).filter((code) => code === 'no error').length).toBeGreaterThanOrEqual(1)
  const opens = await Promise.all(
    ['one', 'two'].map((word) =>
      candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password: `${another} ${word}` }),
    ),
  )
  expect(opens.map(codeOf).toSorted()).toEqual(['no error', 'session.sign_in_failed'])
})
