import { factorRoutes } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { rulesRoutes, type Rules } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import {
  colleague,
  enrolApp,
  enrolPasskey,
  password,
  signUp,
  totpCode,
  whoAmI,
  type Person,
} from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'

const clock = testClock('2026-11-22T09:00:00Z')
let candour: TestCandour
let admin: Person
let owner: Owner
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  admin = await signUp(candour)
  owner = await connectOwner(candour)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const daysAgo = (person: Person, days: number) =>
  owner.rows('update candour.member set approved_at = now() - make_interval(days => $2) where member = $1', [
    person.session.member.id,
    days,
  ])
const open = (person: Person) => person.browser.try(patientRoutes.find, { text: 'Nobody' })
async function enrol(person: Person) {
  const app = await enrolApp(person, clock.now())
  clock.advance(30_000)
  return app
}
async function change(different: Partial<Rules>, reason = 'A test') {
  const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
  return admin.browser.try(rulesRoutes.change, { rules: { ...rules, ...different }, baseRevision: revision, reason })
}

test('P12 P14 an administrator with an app alone works for the days of grace, then reaches nothing before a passkey is there', async () => {
  const manager = await colleague(candour, admin, 4, 'Rosa Lind')
  await enrol(manager)
  await daysAgo(manager, 6)
  expect((await open(manager)).status).toBe(200)
  const before = await whoAmI(manager.browser)
  expect([before.passkeyNeeded, new Date(before.factorDueAt!) > new Date()]).toEqual([true, true])
  await daysAgo(manager, 8)
  expect(codeOf(await open(manager))).toBe('session.passkey_needed')
  // Another app is no passkey.
  clock.advance(30_000)
  await enrol(manager)
  expect(codeOf(await open(manager))).toBe('session.passkey_needed')
  expect((await whoAmI(manager.browser)).passkeyNeeded).toBe(true)
  await enrolPasskey(manager)
  expect((await open(manager)).status).toBe(200)
  expect(await whoAmI(manager.browser)).toMatchObject({ passkeyNeeded: false, factorDueAt: null })
})

test('P12 an administrator’s open stream of events ends when the days for a passkey end', async () => {
  const manager = await colleague(candour, admin, 4, 'Ruth Alder')
  await enrol(manager)
  const response = await fetch(`${candour.address}/api/events`, { headers: { cookie: manager.browser.cookie! } })
  let text = ''
  const reading = (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part
  })()
  await expect.poll(() => text, { timeout: 10_000 }).toContain('id: ')
  expect(text).not.toContain('ended')
  await daysAgo(manager, 8)
  await expect.poll(() => text, { timeout: 10_000 }).toContain('event: ended')
  await reading
})

test('P12 having one is what counts: by the app they come in as well, until the last passkey is removed', async () => {
  const manager = await colleague(candour, admin, 4, 'Tom Hale')
  const { secret } = await enrol(manager)
  const { id } = await enrolPasskey(manager).then(async () => {
    const { factors } = await manager.browser.call(factorRoutes.list, {})
    return factors.find(({ kind }) => kind === 'passkey')!
  })
  await daysAgo(manager, 30)
  const browser = candour.visitor()
  clock.advance(30_000)
  const first = await browser.call(sessionRoutes.signIn, { email: manager.email, password })
  if (first.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  const proof = { by: 'totp', code: totpCode(secret, clock.now()) } as const
  expect((await browser.try(sessionRoutes.proveFactor, { ticket: first.ticket, proof })).status).toBe(200)
  expect((await whoAmI(browser)).passkeyNeeded).toBe(false)
  expect((await browser.try(patientRoutes.find, { text: 'Nobody' })).status).toBe(200)
  expect((await manager.browser.try(factorRoutes.remove, { id })).status).toBe(200)
  expect(codeOf(await open(manager))).toBe('session.passkey_needed')
})

test('P12 it is asked of administrators alone, and from the moment in which somebody is one', async () => {
  const lead = await colleague(candour, admin, 3, 'Ines Poe')
  await enrol(lead)
  await daysAgo(lead, 30)
  expect((await open(lead)).status).toBe(200)
  const { member } = lead.session
  const changed = await admin.browser.try(memberRoutes.changeLevel, { id: member.id, level: 4, reason: 'New partner' })
  expect(changed.status).toBe(200)
  expect(codeOf(await open(lead))).toBe('session.passkey_needed')
})

test('P12 a practice switches it off with a reason alone, and every administrator sees who did and why', async () => {
  const manager = await colleague(candour, admin, 4, 'Gil Frost')
  await enrol(manager)
  await daysAgo(manager, 30)
  expect(codeOf(await open(manager))).toBe('session.passkey_needed')
  expect(codeOf(await change({ administratorPasskey: false }, ''))).toBe('input.invalid')
  expect((await change({ administratorPasskey: false }, 'Our tablets hold none')).status).toBe(200)
  expect((await open(manager)).status).toBe(200)
  const { notices } = await manager.browser.call(noticeRoutes.list, {})
  const told = notices.filter(({ heading }) => heading === 'Administrators no longer need a passkey')
  expect(told.map(({ text }) => text)).toEqual([expect.stringMatching(/Imogen Thrale .* Our tablets hold none/)])
  const nurse = await colleague(candour, admin, 2)
  expect((await nurse.browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)).not.toContain(
    'Administrators no longer need a passkey',
  )
  expect((await change({ administratorPasskey: true })).status).toBe(200)
  expect(codeOf(await open(manager))).toBe('session.passkey_needed')
})

test('P12 where the address is a bare number there are no passkeys: an app is enough', async () => {
  const bare = await startQuickCandour({ clock }, (config) => ({ ...config, origins: ['http://192.0.2.7:3000'] }))
  try {
    const only = await signUp(bare, 'By Number', 'Una Moss')
    await enrolApp(only, clock.now())
    const rows = await connectOwner(bare)
    await rows.rows("update candour.member set approved_at = now() - interval '30 days'")
    await rows.end()
    expect((await open(only)).status).toBe(200)
    expect(await whoAmI(only.browser)).toMatchObject({ passkeyNeeded: false, factorDueAt: null })
  } finally {
    await bare.stop()
  }
})
