import { memberRoutes } from '@candour/contract/members.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { Browser } from '../browser.ts'
import { changeSessions } from '../change-session.ts'
import { colleague, password, signIn, whoAmI, type Person } from '../people.ts'
import { codeOf, countOpenNotices, expectTold } from './altered.ts'
import { callEndpoint } from './call-endpoint.ts'
import { exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { isInside } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Oak')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

/** What somebody with a stolen copy of the cookie gets, at every endpoint that asks for a session. */
async function statusesWith(cookie: string | null, csrf: string | null): Promise<Set<string>> {
  const thief = Object.assign(new Browser(candour.address), { cookie, csrf })
  const found = new Set<string>()
  // Support has sessions of its own, and looks at no other.
  const asked = candour.parts.endpoints.filter(({ access }) => isInside(access))
  for (const endpoint of asked) {
    const answer = await callEndpoint(thief, endpoint, await exampleOf(endpoint.name)(house, house.admin))
    found.add(`${answer.status} ${codeOf(answer)}`)
  }
  return found
}

async function ended(person: Person): Promise<void> {
  const { cookie } = person.browser
  expect(cookie).toMatch(/^candour=[\w-]{43}$/)
  expect((await person.browser.try(sessionRoutes.read, {})).status, 'it works until then').toBe(200)
}

test('P21 P51 after sign-out the token opens nothing anywhere, and the browser is told to forget', async () => {
  const person = await signIn(candour, house.admin.email)
  await ended(person)
  const { cookie, csrf } = person.browser
  const answer = await person.browser.try(sessionRoutes.signOut, {})
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
  expect(answer.headers.getSetCookie()[0]).toMatch(/^candour=;.*Expires=Thu, 01 Jan 1970/)
  expect(await statusesWith(cookie, csrf)).toEqual(new Set(['401 session.ended']))
})

test('P04 P05 P07 set to level 0, the token of before opens nothing, and the person cannot sign in', async () => {
  const person = await colleague(candour, house.admin, 3)
  await ended(person)
  await house.admin.browser.call(memberRoutes.changeLevel, { id: person.session.member.id, level: 0, reason: 'left' })
  expect(await statusesWith(person.browser.cookie, person.browser.csrf)).toEqual(new Set(['401 session.ended']))
  const again = await candour.visitor().try(sessionRoutes.signIn, { email: person.email, password })
  expect([again.status, codeOf(again), again.headers.getSetCookie()]).toEqual([401, 'session.sign_in_failed', []])
})

test('P04 P05 a lower level holds from the very next request of an open session', async () => {
  const person = await colleague(candour, house.admin, 3)
  expect((await person.browser.send('GET', '/api/entries')).status).toBe(200)
  await house.admin.browser.call(memberRoutes.changeLevel, { id: person.session.member.id, level: 1, reason: 'less' })
  expect((await person.browser.send('GET', '/api/entries')).status).toBe(403)
})

test('P21 P51 after a change of practice the old token opens nothing; the new one is another', async () => {
  const person = await signIn(candour, house.admin.email)
  const { cookie, csrf } = person.browser
  await person.browser.call(sessionRoutes.switchPractice, { practice: house.practice })
  expect(person.browser.cookie).not.toBe(cookie)
  expect(await statusesWith(cookie, csrf)).toEqual(new Set(['401 session.ended']))
  expect((await whoAmI(person.browser)).csrf).not.toBe(csrf)
})

/** Without binding it again: behind Candour's back. */
function alterSession(person: Person, set: string) {
  return house.owner.rows(`update gate.session set ${set} where member = $1`, [person.session.member.id])
}

test('P07 P33 a session that was altered in the database lets nobody in, and its practice is told', async () => {
  const other = house.admin.session
  const changes = [
    `practice = '${house.practice}', account = '${other.account.id}', member = '${other.member.id}'`,
    "ends_at = ends_at + interval '1 microsecond'",
    "proved_at = proved_at + interval '1 microsecond'",
    "how = 'passkey'",
    'session = gen_random_uuid()',
    'bound = null',
    `bound = (select bound from gate.session where account = '${other.account.id}' and bound is not null limit 1)`,
    "token_hash = sha256('mine')",
  ]
  for (const change of changes) {
    const person = await colleague(candour, house.admin, 1)
    // Nobody is let in, so there is nobody under whom a refusal could be entered: the notice tells.
    const things = change.startsWith('token_hash') ? 0 : 1
    const [{ session }] = (await house.owner.rows<{ session: string }>(
      'select session from gate.session where member = $1',
      [person.session.member.id],
    )) as [{ session: string }]
    const look = async () => {
      await alterSession(person, change)
      const answer = await person.browser.try(sessionRoutes.read, {})
      expect([change, answer.status, codeOf(answer)]).toEqual([change, 401, 'session.ended'])
      await expect.poll(() => countOpenNotices(house)).toBe(things)
      await house.owner.rows('delete from gate.session where session = $1 or member = $2', [
        session,
        person.session.member.id,
      ])
    }
    await expectTold(house, 0, look, things)
  }
})

test('P07 P33 a session that somebody writes into the database by hand lets nobody in', async () => {
  const forged = 'A'.repeat(43)
  await house.owner.rows(
    `insert into gate.session (token_hash, session, account, practice, member, ends_at, how, sealed, bound)
     select sha256($2), gen_random_uuid(), account, practice, member, ends_at, how, sealed, bound from gate.session
     where account = $1 and bound is not null limit 1`,
    [house.admin.session.account.id, forged],
  )
  const thief = Object.assign(new Browser(candour.address), { cookie: `candour=${forged}` })
  expect(codeOf(await thief.try(sessionRoutes.read, {}))).toBe('session.ended')
  await house.owner.rows('delete from gate.session where token_hash = sha256($1)', [forged])
})

test('P20 P21 a session that has ended does not come back when the database says that it has not', async () => {
  const person = await signIn(candour, house.admin.email)
  const { cookie } = person.browser
  await person.browser.call(sessionRoutes.signOut, {})
  await alterSession(person, 'ended_at = null')
  const again = Object.assign(new Browser(candour.address), { cookie })
  expect(codeOf(await again.try(sessionRoutes.read, {}))).toBe('session.ended')
})

test('P20 a session that was idle for more than 15 minutes, or is 12 hours old, has ended', async () => {
  const change = async (person: Person, set: string) => {
    await changeSessions(house.owner.rows, candour.parts.vault, person.session.member.id, set)
    const answer = await person.browser.try(sessionRoutes.read, {})
    return `${answer.status} ${codeOf(answer)}`
  }
  const person = () => colleague(candour, house.admin, 1)
  expect(await change(await person(), "seen_at = now() - interval '14 minutes'")).toBe('200 no error')
  expect(await change(await person(), "seen_at = now() - interval '15 minutes 1 second'")).toBe('401 session.ended')
  expect(await change(await person(), "ends_at = now() - interval '1 ms'")).toBe('401 session.ended')
  const [row] = await house.owner.rows<{ hours: number }>(
    'select round(extract(epoch from ends_at - created_at) / 3600)::int as hours from gate.session limit 1',
  )
  expect(row!.hours).toBe(12)
})

test('P51 a session can not be fixed: who signs in gets a new token, whatever the browser brought', async () => {
  const attacker = await signIn(candour, house.admin.email)
  const planted = [attacker.browser.cookie!, `candour=${'A'.repeat(43)}`]
  for (const cookie of planted) {
    const victim = Object.assign(new Browser(candour.address), { cookie })
    await victim.call(sessionRoutes.signIn, { email: house.admin.email, password })
    expect(victim.cookie).not.toBe(cookie)
  }
  expect(await statusesWith(`candour=${'A'.repeat(43)}`, 'x')).toEqual(new Set(['401 session.ended']))
})

test('P21 P51 whoever signs in at a browser that has a session leaves none behind', async () => {
  const person = await colleague(candour, house.admin, 1)
  const before = Object.assign(new Browser(candour.address), { cookie: person.browser.cookie })
  await person.browser.call(sessionRoutes.signIn, { email: person.email, password })
  expect(codeOf(await before.try(sessionRoutes.read, {}))).toBe('session.ended')
  expect(codeOf(await person.browser.try(sessionRoutes.read, {}))).toBe('no error')
  // A sign-in that fails ends nothing.
  await person.browser.try(sessionRoutes.signIn, { email: person.email, password: 'not this one, surely' })
  expect(codeOf(await person.browser.try(sessionRoutes.read, {}))).toBe('no error')
})

test('P51 what is no token is no session, and nothing breaks', async () => {
  const real = house.admin.browser.cookie!.slice('candour='.length)
  const tokens = [
    '',
    'x',
    real.slice(1),
    `${real}x`,
    `${real.slice(0, -1)}!`,
    "' or 1=1 --",
    '../../etc/passwd',
    '%00',
    'x'.repeat(4000),
  ]
  for (const token of tokens) {
    const browser = Object.assign(new Browser(candour.address), { cookie: `candour=${token}` })
    expect([token, (await browser.try(sessionRoutes.read, {})).status]).toEqual([token, 401])
  }
})

test('P16 P24 the database holds no token that could be used: only its hash', async () => {
  const real = house.admin.browser.cookie!.slice('candour='.length)
  const rows = await house.owner.rows<{ row: string }>('select s::text as row from gate.session s')
  for (const { row } of rows) {
    expect(row).not.toContain(real)
    expect(row).not.toContain(Buffer.from(real, 'base64url').toString('hex'))
    expect(row).not.toContain(Buffer.from(real).toString('hex'))
  }
})

test('P51 the cookie is out of reach of scripts and other sites; over TLS it is __Host- and Secure', async () => {
  const body = JSON.stringify({ email: house.admin.email, password })
  const plain = await candour.visitor().send('POST', '/api/sessions', body, { 'content-type': 'application/json' })
  const [set] = plain.headers.getSetCookie()
  expect(set).toMatch(/^candour=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Strict$/)

  const origins = ['https://records.example.org'] as [string]
  const secure = await startQuickCandour({}, (config) => ({ ...config, origins, trustedProxies: ['127.0.0.1'] }))
  try {
    const { signedUp, unprefixed } = await signUpOverTls(secure)
    expect(signedUp.headers.getSetCookie()[0]).toMatch(
      /^__Host-candour=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(signedUp.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect([unprefixed.status, unprefixed.headers.getSetCookie()]).toEqual([401, []])
  } finally {
    await secure.stop()
  }
})

/** As behind a proxy that does TLS; and the same cookie under its unprefixed name, which counts for nothing there. */
async function signUpOverTls(secure: TestCandour) {
  const browser = secure.visitor()
  const { input } = await exampleOf('practice.sign-up')(house, house.admin)
  const signedUp = await browser.send('POST', '/api/practices', JSON.stringify(input), {
    'content-type': 'application/json',
    origin: 'https://records.example.org',
  })
  const cookie = `candour=${browser.cookie!.split('=')[1]!}`
  const unprefixed = await Object.assign(new Browser(secure.address), { cookie }).try(sessionRoutes.read, {})
  return { signedUp, unprefixed }
}

test('P01 P25 a draft is found by the member who writes it, and by nobody else of the practice', async () => {
  const nurse = await colleague(candour, house.admin, 2)
  for (const name of ['draft.read', 'draft.save', 'draft.file', 'draft.discard', 'draft.finish']) {
    const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
    const answer = await callEndpoint(nurse.browser, endpoint, await exampleOf(name)(house, house.admin))
    expect([name, answer.status, codeOf(answer)]).toEqual([name, 404, 'draft.not_found'])
  }
})
