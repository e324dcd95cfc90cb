import { passwordRoutes } from '@candour/contract/passwords.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { giveTicket } from '../../src/features/accounts/ticket.ts'
import { readAccount } from '../../src/features/accounts/find-account.ts'
import { hashToken } from '../../src/platform/vault/tokens.ts'
import type { Browser } from '../browser.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { password, signUp, type Person } from '../people.ts'
import { codeOf } from './altered.ts'
import { connectOwner, type Owner } from './owner.ts'

let candour: TestCandour
let owner: Owner
let person: Person
beforeEach(async () => {
  // Addresses are told by a proxy, so that an attacker has many.
  candour = await startTestCandour({}, (config) => ({ ...config, trustedProxies: ['127.0.0.1'] }))
  owner = await connectOwner(candour)
  person = await signUp(candour, 'Willow Surgery', 'Wilma Yew')
  const { vault } = candour.parts
  const { verifyPassword } = vault
  // What is wrong is not worth the work of argon2id here.
  Object.assign(vault, {
    verifyPassword: (stored: string, given: string) =>
      given.startsWith('wrong') ? Promise.resolve(false) : verifyPassword(stored, given),
    refusePassword: () => Promise.resolve(false),
  })
})
afterEach(async () => {
  await owner.end()
  await candour.stop()
})

let addresses = 0
const anyAddress = () => `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses++ & 255}`

function signIn(browser: Browser, email: string, given: string, address = anyAddress()) {
  return browser.try(sessionRoutes.signIn, { email, password: given }, { 'x-forwarded-for': address })
}
const stranger = () => candour.visitor()

/** The same browser, its person not signed in: only its device cookie is left. */
function atKnownDevice(): Browser {
  const browser = candour.visitor()
  browser.device = person.browser.device
  return browser
}

const windowEnds = () =>
  owner.rows(`update gate.throttle set window_started_at = window_started_at - interval '5 minutes 1 second'`)

async function hammer(email: string, tries: number, address?: string): Promise<string[]> {
  const guesses = Array.from({ length: tries }, (_, place) => `wrong guess no ${place}`)
  return (await Promise.all(guesses.map((guess) => signIn(stranger(), email, guess, address)))).map(codeOf)
}

const alerts = async () =>
  (await owner.rows("select from candour.mail where kind = 'alert' and account = $1", [person.session.account.id]))
    .length

test.each([
  ['one address', () => '10.0.0.1'],
  ['many addresses', () => undefined],
])(
  'P19 an attacker who hammers from %s keeps nobody out: the person at a known device signs in meanwhile',
  async (_what, address) => {
    const [hammering, mine] = await Promise.all([
      hammer(person.email, 60, address()),
      Promise.all(Array.from({ length: 3 }, () => signIn(atKnownDevice(), person.email, password, '10.0.0.1'))),
    ])
    expect(hammering.filter((code) => code === 'session.sign_in_failed').length).toBeLessThanOrEqual(10)
    expect(hammering.filter((code) => code === 'session.throttled').length).toBeGreaterThanOrEqual(50)
    expect(mine.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await signIn(atKnownDevice(), person.email, password, '10.0.0.1')).status).toBe(200)
    expect(codeOf(await signIn(stranger(), person.email, password))).toBe('session.throttled')
  },
)

test('P19 50 in a row switch the password off for unknown devices until it is reset, for known ones never; two mails tell of it', async () => {
  for (let window = 0; window < 5; window++) {
    await hammer(person.email, 12)
    expect((await signIn(atKnownDevice(), person.email, password)).status).toBe(200)
    await windowEnds()
  }
  expect(await alerts()).toBe(2)
  const off = await signIn(stranger(), person.email, password)
  expect([off.status, codeOf(off)]).toEqual([403, 'session.password_off'])
  expect((await signIn(atKnownDevice(), person.email, password)).status).toBe(200)
  await hammer(person.email, 12)
  await windowEnds()
  expect(await alerts(), 'nobody is flooded with mail').toBe(2)

  const token = await candour.parts.database.atGate(async (gate) => {
    const account = await readAccount(gate, candour.parts.vault, person.session.account.id)
    return (await giveTicket(gate, candour.parts.vault, account, 'reset', 10, { revision: 1 })).token
  })
  const another = 'gravel tunnel opera fig'
  expect((await stranger().try(passwordRoutes.reset, { token, password: another })).status).toBe(200)
  const known = atKnownDevice()
  expect((await signIn(stranger(), person.email, another)).status).toBe(200)
  await hammer(person.email, 12)
  expect(codeOf(await signIn(known, person.email, another)), 'after a reset no device is known').toBe(
    'session.throttled',
  )
})

test('P17 P19 an email without an account is switched off just so', async () => {
  for (let window = 0; window < 5; window++) {
    await hammer('nobody.at.all@example.org', 10)
    await windowEnds()
  }
  const off = await signIn(stranger(), 'NOBODY.at.all@example.org', password)
  expect([off.status, codeOf(off)]).toEqual([403, 'session.password_off'])
})

test('P19 a known device has a limit of its own, and a right password ends a row', async () => {
  const known = atKnownDevice()
  for (let place = 0; place < 10; place++)
    expect(codeOf(await signIn(known, person.email, 'wrong guess'))).toBe('session.sign_in_failed')
  expect(codeOf(await signIn(known, person.email, password))).toBe('session.throttled')
  expect((await signIn(stranger(), person.email, password)).status, 'elsewhere it counts apart').toBe(200)
  for (let place = 0; place < 9; place++) await signIn(stranger(), person.email, 'wrong guess')
  expect((await signIn(stranger(), person.email, password)).status).toBe(200)
  const rows = await owner.rows('select failures from gate.streak')
  expect(rows).toEqual([])
})

test('a device is known by what Candour bound: not by a row that somebody wrote, nor for another account', async () => {
  const token = 'A'.repeat(43)
  const [mine] = await owner.rows<{ bound: Buffer }>('select bound from gate.device where account = $1', [
    person.session.account.id,
  ])
  await owner.rows(
    "insert into gate.device (device, token_hash, account, bound, sealed) values (gen_random_uuid(), $1, $2, $3, '\\x00')",
    [hashToken(token), person.session.account.id, mine!.bound],
  )
  const forger = candour.visitor()
  forger.device = `candour-device=${token}`
  const other = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  await hammer(person.email, 12)
  expect(codeOf(await signIn(forger, person.email, password))).toBe('session.throttled')
  expect(codeOf(await signIn(other.browser, person.email, password))).toBe('session.throttled')
})

test('a token that somebody put into a browser is exchanged; one computer is known for all who work at it', async () => {
  const browser = candour.visitor()
  browser.device = `candour-device=${'B'.repeat(43)}`
  await signIn(browser, person.email, password)
  const given = browser.device
  expect(given).not.toContain('BBBB')
  const other = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  await signIn(browser, other.email, password)
  expect(browser.device).toBe(given)
  await hammer(person.email, 12)
  await hammer(other.email, 12)
  for (const { email } of [person, other]) {
    const alone = candour.visitor()
    alone.device = given
    expect((await signIn(alone, email, password)).status).toBe(200)
  }
})

test('the cookie of a device is read by no script and sent by no other site; it opens nothing', async () => {
  const { response } = await stranger().fetch(
    'POST',
    '/api/sessions',
    JSON.stringify({ email: person.email, password }),
    { 'content-type': 'application/json', 'x-forwarded-for': '10.0.0.9' },
  )
  const [, device] = response.headers.getSetCookie()
  expect(device).toMatch(/^candour-device=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
  const days = (Date.parse(/Expires=([^;]+)/.exec(device!)![1]!) - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(400)
  const alone = candour.visitor()
  alone.device = device!.split(';')[0]!
  expect(codeOf(await alone.try(sessionRoutes.read, {}, { 'x-forwarded-for': '10.0.0.9' }))).toBe('session.needed')
  const stored = await owner.rows('select token_hash from gate.device')
  expect(JSON.stringify(stored)).not.toContain(alone.device.split('=')[1]!)
})
