/** Where a practice requires its own provider, nobody stays in who would not come in: asked at every request. */
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { providerRoutes } from '@candour/contract/providers.ts'
import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { colleague, enrolApp, enrolPasskey, signUp, whoAmI, type Person } from '../../../test/people.ts'
import type { RealProvider } from '../../../test/real-provider.ts'
import { comeBy, link, setProvider, startSignOn } from '../../../test/sign-on.ts'
import type { softPasskey } from '../../../test/soft-passkey.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import type { Owner } from '../../../test/walls/owner.ts'

let candour: TestCandour
let owner: Owner
let provider: RealProvider
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ provider, candour, owner, stop } = await startSignOn())
})
afterAll(() => stop())

const soon = { timeout: 10_000 }
const stateOf = async ({ browser }: Pick<Person, 'browser'>) => codeOf(await browser.try(patientRoutes.recent, {}))
const require = (admin: Person) => setProvider(admin, provider.issuer, { mode: 'required' })

async function byPasskey(passkey: ReturnType<typeof softPasskey>): Promise<Browser> {
  const browser = candour.visitor()
  const signed = passkey.sign(await browser.call(sessionRoutes.startPasskey, {}))
  await browser.call(sessionRoutes.signInByPasskey, { signed })
  await whoAmI(browser)
  return browser
}

/** What is said in an open stream of events, as it grows. */
async function listen(browser: Browser): Promise<() => string> {
  const response = await fetch(`${candour.address}/api/events`, { headers: { cookie: browser.cookie! } })
  let text = ''
  const reading = (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part
  })()
  reading.catch(() => undefined)
  await expect.poll(() => text, soon).toContain('id: ')
  return () => text
}

test('required, it ends a nurse’s session by passkey as well, and an administrator’s who is one no more, with what they listen to', async () => {
  const admin = await signUp(candour)
  const [nurse, second] = [await colleague(candour, admin, 2), await colleague(candour, admin, 4, 'Gil Frost')]
  await enrolPasskey(admin)
  const nurseIn = await byPasskey((await enrolPasskey(nurse)).passkey)
  const secondIn = await byPasskey((await enrolPasskey(second)).passkey)
  const [nurseHears, secondHears] = [await listen(nurseIn), await listen(secondIn)]
  expect(codeOf(await require(admin))).toBe('no error')
  expect(await stateOf({ browser: nurseIn })).toBe('session.ended')
  await expect.poll(nurseHears, soon).toContain('event: ended')
  expect(await stateOf(admin)).toBe('no error')
  expect(await stateOf({ browser: secondIn })).toBe('no error')
  expect(secondHears()).not.toContain('ended')
  const { id } = second.session.member
  await admin.browser.call(memberRoutes.changeLevel, { id, level: 3, reason: 'Fewer administrators' })
  expect(await stateOf({ browser: secondIn })).toBe('session.ended')
  await expect.poll(secondHears, soon).toContain('event: ended')
})

test('a sign-in that was in flight while it became required opens nothing', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  await enrolPasskey(admin)
  const { passkey } = await enrolPasskey(nurse)
  const release = await holdSessions('insert')
  const browser = candour.visitor()
  const signed = passkey.sign(await browser.call(sessionRoutes.startPasskey, {}))
  const signing = browser.try(sessionRoutes.signInByPasskey, { signed })
  await waitingFor('advisory')
  expect(codeOf(await require(admin))).toBe('no error')
  await release()
  expect((await signing).status).toBe(200)
  expect(await stateOf({ browser })).toBe('session.ended')
})

test('P23 the provider is revoked while somebody it let in ends their other sessions: one waits, and none for ever', async () => {
  const admin = await signUp(candour)
  const nurse = await colleague(candour, admin, 2)
  await setProvider(admin, provider.issuer)
  provider.who = { sub: 'nurse-who-ends' }
  expect(codeOf(await link(candour, nurse))).toBe('no error')
  const { browser } = await comeBy(candour, nurse.session.practice.id)
  await browser.call(seatRoutes.set, { pin: '294705' })
  const release = await holdSessions('update')
  const ending = nurse.browser.try(sessionRoutes.endOthers, {})
  await waitingFor('advisory')
  const revoking = admin.browser.try(providerRoutes.revoke, { reason: 'The contract ended' })
  await waitingFor('transactionid')
  await release()
  expect([codeOf(await ending), codeOf(await revoking)]).toEqual(['no error', 'no error'])
  expect(await stateOf({ browser })).toBe('session.ended')
})

/** Until somebody waits for a lock of that kind. */
async function waitingFor(kind: string): Promise<void> {
  const query = 'select from pg_locks where locktype = $1 and not granted'
  await expect.poll(async () => (await owner.rows(query, [kind])).length, soon).toBe(1)
}

/** Whoever opens a session, or changes one, stops right before it, until what is answered is called. */
async function holdSessions(on: 'insert' | 'update'): Promise<() => Promise<void>> {
  await owner.rows(
    `create or replace function gate.wait_here() returns trigger language plpgsql as
       'begin perform pg_advisory_xact_lock_shared(4713); return new; end'`,
  )
  await owner.rows(
    `create trigger wait_here before ${on} on gate.session for each row execute function gate.wait_here()`,
  )
  await owner.rows('select pg_advisory_lock(4713)')
  return async () => {
    await owner.rows('select pg_advisory_unlock(4713)')
    await owner.rows('drop trigger wait_here on gate.session')
  }
}

test('whoever requires it has shown the passkey in this session, and stays in; a factor that is added takes nothing of that', async () => {
  const admin = await signUp(candour)
  const { passkey } = await enrolPasskey(admin)
  await enrolApp(admin)
  expect(codeOf(await require(admin))).toBe('no error')
  expect(await stateOf(admin)).toBe('no error')
  const other = await byPasskey(passkey)
  const { provider: page } = await other.call(providerRoutes.read, {})
  expect(page?.mode).toBe('required')
  const plain = await signUp(candour, 'Alder Surgery')
  await enrolPasskey(plain)
  const { id } = plain.session.member
  await changeSessions(owner.rows, candour.parts.vault, id, "how = 'password+totp'")
  expect(codeOf(await require(plain))).toBe('provider.passkey_first')
  expect(await stateOf(plain)).toBe('no error')
})
