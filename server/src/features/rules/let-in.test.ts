/** From where, when and whether at all somebody is let in (P08, P47). */
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { rulesRoutes, type Rules } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, enrolApp, password, signUp, ticketOf, totpCode, whoAmI, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { findEntries } from '../../platform/ledger/find-entries.store.ts'
import { liftByOperator, lockByOperator, openRulesByOperator } from './rules-by-operator.ts'

// A Monday at nine.
const clock = testClock('2026-11-23T09:00:00Z')
let candour: TestCandour
beforeAll(async () => {
  // The tests speak through a proxy on this machine, which says from where they come.
  candour = await startQuickCandour({ clock }, (config) => ({ ...config, trustedProxies: ['127.0.0.1'] }))
})
afterAll(() => candour.stop())

const surgery = { range: '192.0.2.0/24', name: 'The surgery' }
const home = { range: '2001:db8:7::/48', name: 'Home of Dr Penhale' }
const from = (address: string) => ({ 'x-forwarded-for': address })

/** What comes of asking for the patients opened lately from there. */
async function askFrom(browser: Browser, address: string, more: Record<string, string> = {}): Promise<string> {
  return codeOf(await browser.send('GET', patientRoutes.recent.path, undefined, { ...from(address), ...more }))
}

async function changeRules(admin: Person, different: Partial<Rules>, address = '192.0.2.10') {
  const shown = await admin.browser.send('GET', rulesRoutes.read.path, undefined, from(address))
  const { rules, revision } = shown.body as { rules: Rules; revision: number }
  const body = JSON.stringify({ rules: { ...rules, ...different }, baseRevision: revision, reason: 'A test' })
  return admin.browser.send('PUT', rulesRoutes.change.path, body, {
    'content-type': 'application/json',
    ...from(address),
  })
}

async function signInFrom(email: string, address: string) {
  const body = JSON.stringify({ email, password })
  return candour.visitor().send('POST', sessionRoutes.signIn.path, body, {
    'content-type': 'application/json',
    ...from(address),
  })
}

test('P08 with ranges, a request from elsewhere is refused at once, in open sessions too, and entered', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  expect(await askFrom(nurse.browser, '203.0.113.9')).toBe('no error')
  expect((await changeRules(admin, { addresses: [surgery, home] })).status).toBe(200)
  expect(await askFrom(nurse.browser, '203.0.113.9')).toBe('access.wrong_address')
  for (const inside of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8:7:1::5'])
    expect(await askFrom(nurse.browser, inside)).toBe('no error')
  for (const outside of ['192.0.3.1', '2001:db8:8::1', '10.0.0.1'])
    expect(await askFrom(nurse.browser, outside)).toBe('access.wrong_address')
  await candour.settle()
  const asked = await admin.browser.send(
    'GET',
    `${entryRoutes.list.path}?member=${nurse.session.member.id}`,
    undefined,
    from('192.0.2.1'),
  )
  expect(JSON.stringify(asked.body)).toContain('open from certain networks only')
  // Whoever is kept out can still sign out.
  expect(
    (
      await nurse.browser.send('DELETE', sessionRoutes.signOut.path, '{}', {
        'content-type': 'application/json',
        ...from('10.0.0.1'),
      })
    ).status,
  ).toBe(200)
})

test('P08 nobody signs in from elsewhere, and whoever tried with the right password is entered', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  await changeRules(admin, { addresses: [surgery] })
  const refused = await signInFrom(nurse.email, '203.0.113.9')
  expect([refused.status, codeOf(refused), refused.headers.getSetCookie()]).toEqual([403, 'access.wrong_address', []])
  expect((await signInFrom(nurse.email, '192.0.2.200')).status).toBe(200)
  await candour.settle()
  const { body } = await admin.browser.send(
    'GET',
    `${entryRoutes.list.path}?member=${nurse.session.member.id}`,
    undefined,
    from('192.0.2.1'),
  )
  const tries = body.entries.filter(
    (one: { verb: string; kind: string }) => one.verb === 'session.sign-in' && one.kind === 'refused',
  )
  expect(tries).toHaveLength(1)
})

test('P08 headers from somebody who is no declared proxy say nothing', async () => {
  const open = await startQuickCandour({ clock })
  try {
    const admin = await signUp(open)
    const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
    const loopback = { range: '127.0.0.0/8', name: 'This machine' }
    await admin.browser.call(rulesRoutes.change, {
      rules: { ...rules, addresses: [surgery, loopback] },
      baseRevision: revision,
      reason: 'A test',
    })
    expect(await askFrom(admin.browser, '203.0.113.9')).toBe('no error')
    const lying = { 'x-real-ip': '192.0.2.1', forwarded: 'for=192.0.2.1', 'x-client-ip': '192.0.2.1' }
    const again = await admin.browser.call(rulesRoutes.read, {})
    // Only the surgery: this machine is not it, whatever it says.
    const body = JSON.stringify({
      rules: { ...rules, addresses: [surgery] },
      baseRevision: again.revision,
      reason: 'A test',
    })
    const answer = await admin.browser.send('PUT', rulesRoutes.change.path, body, {
      'content-type': 'application/json',
      ...from('192.0.2.1'),
      ...lying,
    })
    expect(codeOf(answer)).toBe('rules.lock_yourself_out')
  } finally {
    await open.stop()
  }
})

test('P08 behind a declared proxy only what that proxy added counts, not what the browser sent along', async () => {
  const admin = await signUp(candour)
  await changeRules(admin, { addresses: [surgery] })
  // The proxy appends the address that it sees; the browser had written a lie before it.
  expect(await askFrom(admin.browser, '192.0.2.1, 203.0.113.9')).toBe('access.wrong_address')
  expect(await askFrom(admin.browser, '203.0.113.9, 192.0.2.1')).toBe('no error')
})

test('P08 nobody locks themselves out by saving, and the dry run shows who else would be', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  await signInFrom(nurse.email, '203.0.113.9')
  await candour.settle()
  const rules = { ...(await admin.browser.call(rulesRoutes.read, {})).rules, addresses: [surgery] }
  const check = async (address: string) =>
    (
      await admin.browser.send('POST', rulesRoutes.check.path, JSON.stringify({ rules }), {
        'content-type': 'application/json',
        ...from(address),
      })
    ).body
  expect((await check('198.51.100.1')).you).toBe('You are at 198.51.100.1, which is in none of these ranges.')
  expect(await check('192.0.2.1')).toMatchObject({
    you: null,
    others: [{ member: nurse.session.member.id, from: '203.0.113.9', why: 'Not from one of these networks' }],
  })
  expect(codeOf(await changeRules(admin, { addresses: [surgery] }, '198.51.100.1'))).toBe('rules.lock_yourself_out')
  expect(await askFrom(nurse.browser, '203.0.113.9')).toBe('no error')
})

test('P08 a member can have ranges of their own instead of the practice’s', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  const members = [{ member: nurse.session.member.id, addresses: [home], hours: null }]
  await changeRules(admin, { addresses: [surgery], members })
  expect(await askFrom(nurse.browser, '192.0.2.1')).toBe('access.wrong_address')
  expect(await askFrom(nurse.browser, '2001:db8:7::1')).toBe('no error')
  expect(await askFrom(admin.browser, '192.0.2.1')).toBe('no error')
})

test('a member with hours of work is let in within them, and out at their end; an open stream ends too', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  const hours = { days: ['Monday' as const], from: '08:30', to: '09:30' }
  await changeRules(admin, { members: [{ member: nurse.session.member.id, addresses: null, hours }] })
  expect(await askFrom(nurse.browser, '192.0.2.1')).toBe('no error')
  const stop = new AbortController()
  const stream = await fetch(`${candour.address}/api/events`, {
    headers: { cookie: nurse.browser.cookie! },
    signal: stop.signal,
  })
  const reading = (async () => {
    let text = ''
    for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) text += part
    return text
  })()
  clock.set('2026-11-23T09:30:00Z')
  try {
    expect(await reading).toContain('event: ended')
    expect(await askFrom(nurse.browser, '192.0.2.1')).toBe('access.outside_hours')
    expect(codeOf(await signInFrom(nurse.email, '192.0.2.1'))).toBe('access.outside_hours')
    expect(await askFrom(admin.browser, '192.0.2.1')).toBe('no error')
  } finally {
    clock.set('2026-11-23T09:00:00Z')
  }
})

const lock = (person: Person) => person.browser.try(rulesRoutes.lock, { reason: 'A stranger at a screen' })
const lift = (person: Person) => person.browser.try(rulesRoutes.lift, { reason: 'It was the electrician' })

test('P47 a lockdown ends every session but the one that locks, stops everything there too, and keeps everybody out', async () => {
  const admin = await signUp(candour)
  const elsewhere = await signUp(candour)
  const [nurse, other] = [await colleague(candour, admin, 2), await colleague(candour, admin, 4)]
  expect(codeOf(await lock(nurse))).toBe('access.refused')
  const locked = await lock(admin)
  expect(locked.body).toMatchObject({ lockdown: { byOperator: false, reason: 'A stranger at a screen' }, ended: 2 })
  expect(await askFrom(nurse.browser, '192.0.2.1')).toBe('session.ended')
  expect(await askFrom(other.browser, '192.0.2.1')).toBe('session.ended')
  expect(await askFrom(admin.browser, '192.0.2.1')).toBe('practice.locked')
  for (const person of [nurse, other])
    expect(codeOf(await signInFrom(person.email, '192.0.2.1'))).toBe('practice.locked')
  expect((await admin.browser.call(sessionRoutes.read, {})).lockdown).toMatchObject({
    reason: 'A stranger at a screen',
  })
  expect(await askFrom(elsewhere.browser, '192.0.2.1'), 'another practice goes on').toBe('no error')
  // What the threat may be about can be looked at and stopped.
  expect((await admin.browser.call(memberRoutes.list, {})).members).toHaveLength(3)
  await candour.settle()
  expect(codeOf(await admin.browser.try(entryRoutes.list, {}))).toBe('no error')
})

test('P47 to lift it needs a second factor; then everybody signs in as always', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  expect(codeOf(await lift(admin))).toBe('lockdown.none')
  await lock(admin)
  expect(codeOf(await lift(admin))).toBe('lockdown.factor_needed')
  const { secret } = await enrolApp(admin, clock.now())
  expect(codeOf(await lift(admin))).toBe('no error')
  expect(codeOf(await signInFrom(nurse.email, '192.0.2.1'))).toBe('no error')
  expect(await askFrom(nurse.browser, '192.0.2.1'), 'what was ended stays so').toBe('session.ended')
  // Locked again, and the browser that locked is gone: an administrator with a second factor gets in, and lifts it.
  await lock(admin)
  const ticket = await ticketOf(candour, admin)
  clock.set('2026-11-23T09:00:30Z')
  const later = candour.visitor()
  try {
    await later.call(sessionRoutes.proveFactor, { ticket, proof: { by: 'totp', code: totpCode(secret, clock.now()) } })
  } finally {
    clock.set('2026-11-23T09:00:00Z')
  }
  await whoAmI(later)
  expect(await askFrom(later, '192.0.2.1')).toBe('practice.locked')
  expect(codeOf(await later.try(rulesRoutes.lift, { reason: 'All is well' }))).toBe('no error')
  expect(await askFrom(later, '192.0.2.1')).toBe('no error')
})

test('P47 locking twice at once is one lockdown, and rules that were changed meanwhile keep it', async () => {
  const admin = await signUp(candour)
  await enrolApp(admin, clock.now())
  const answers = await Promise.all(Array.from({ length: 8 }, () => lock(admin)))
  const statuses = new Set(answers.map(({ status }) => status))
  expect(statuses.has(200)).toBe(true)
  expect([...statuses].every((status) => [200, 423].includes(status))).toBe(true)
  expect(codeOf(await changeRules(admin, { idleMinutes: 20 }))).toBe('practice.locked')
  expect(await askFrom(admin.browser, '192.0.2.1')).toBe('practice.locked')
})

test('P47 no lock is lost to somebody who changes the rules at that moment, nor to another who locks or lifts', async () => {
  const statusesOf = async (acts: Promise<{ status: number }>[]) =>
    new Set((await Promise.all(acts)).map(({ status }) => status))
  const twenty = Array.from({ length: 20 }, (_, at) => at)
  const admin = await signUp(candour)
  const practice = admin.session.practice.id
  const changing = Promise.all(twenty.map((at) => changeRules(admin, { idleMinutes: 20 + at })))
  // Locked by one of them, the others are told that it is.
  const locked = await statusesOf(twenty.map(() => lock(admin)))
  expect([locked.has(200), [...locked].filter((status) => ![200, 423].includes(status))]).toEqual([true, []])
  await changing
  expect(await askFrom(admin.browser, '192.0.2.1')).toBe('practice.locked')

  const { database, vault, keysOf } = candour.parts
  const parts = { atGate: database.atGate, vault, keysOf, clock }
  await lockByOperator(parts, practice, 'Seen for sale')
  const both = twenty.map(async (at) =>
    at % 2 === 0 ? liftByOperator(parts, practice, 'Over') : lockByOperator(parts, practice, 'Seen again'),
  )
  expect((await Promise.allSettled(both)).filter(({ status }) => status === 'rejected')).toEqual([])
})

test('P47 what the operator locks, even over a member’s lock, the operator lifts; the practice reads of it', async () => {
  const admin = await signUp(candour)
  await enrolApp(admin, clock.now())
  await lock(admin)
  const { database, vault, keysOf } = candour.parts
  const parts = { atGate: database.atGate, vault, keysOf, clock }
  const practice = admin.session.practice.id
  expect(await lockByOperator(parts, practice, 'Passwords were seen for sale')).toBe(1)
  expect(await askFrom(admin.browser, '192.0.2.1')).toBe('session.ended')
  expect(codeOf(await signInFrom(admin.email, '192.0.2.1'))).toBe('no error')
  expect(await liftByOperator(parts, practice, 'They were not theirs')).toBe(true)
  expect(await liftByOperator(parts, practice, 'Again')).toBe(false)
  await candour.settle()
  const told = await database.inPractice(practice, async (tx) => {
    const filter = { outcome: 'changed', member: null, about: null, verbs: null, without: [], from: null, to: null }
    return (await findEntries.page(tx, filter, { before: 1e9, least: 1 }, { most: 100, look: 1e4 })).rows
  })
  const locks = told.filter(({ verb }) => verb.startsWith('practice.') && verb.endsWith('lock'))
  expect(locks.map(({ verb, actor_kind: kind }) => `${verb} by ${kind}`)).toEqual([
    'practice.unlock by operator',
    'practice.lock by operator',
    'practice.lock by member',
  ])
})

test('P08 when the rules keep everybody out, the operator opens them; and nobody below administrator is given to change them', async () => {
  const admin = await signUp(candour)
  const manager = await colleague(candour, admin, 3)
  const given = await admin.browser.try(memberRoutes.give, {
    id: manager.session.member.id,
    permission: 'rules.change',
    reason: 'A test',
    until: null,
  })
  expect(codeOf(given)).toBe('member.not_givable')
  await changeRules(admin, { addresses: [surgery] })
  expect(await askFrom(admin.browser, '203.0.113.9')).toBe('access.wrong_address')
  const { database, vault, keysOf } = candour.parts
  const parts = { atGate: database.atGate, vault, keysOf, clock }
  await openRulesByOperator(parts, admin.session.practice.id, 'Their provider gave them another address')
  expect(await askFrom(admin.browser, '203.0.113.9')).toBe('no error')
  await candour.settle()
  const { entries } = await admin.browser.call(entryRoutes.list, {})
  expect(JSON.stringify(entries.filter(({ verb }) => verb === 'rules.change'))).toContain('candour open-rules')
})
