import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import type { TestCandour } from '../candour.ts'
import { password, type Person } from '../people.ts'
import { codeOf } from './altered.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { accessOf, isInside } from './matrix.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Aspen', [1, 2, 3, 4])
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

async function revoke(): Promise<void> {
  await candour.settle()
  await house.owner.rows(`revoke insert on ledger.queue from candour_app, candour_ledger_writer;
    revoke insert (id, practice, entries) on ledger.queue from candour_app;
    revoke execute on function ledger.append_batch(uuid, text) from candour_app, candour_gate`)
}

async function grant(): Promise<void> {
  await house.owner.rows(`grant insert (id, practice, entries) on ledger.queue to candour_app;
    grant insert on ledger.queue to candour_ledger_writer;
    grant execute on function ledger.append_batch(uuid, text) to candour_app, candour_gate`)
}

async function blobsOnDisk(): Promise<string[]> {
  const all = await readdir(candour.config.blobs, { recursive: true, withFileTypes: true })
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

interface Prepared {
  endpoint: Endpoint
  person: Person
  asked: Asked
}

async function prepare(endpoint: Endpoint, person: Person): Promise<Prepared> {
  const caller = await callerOf(house, endpoint.name, person)
  return { endpoint, person: caller, asked: await exampleOf(endpoint.name)(house, caller) }
}

/**
 * Answers that are the same for everybody and hold nothing of anybody; and the outbox of an installation that sends no mail,
 * shown to its own machine, before anybody's practice is known; and how far one's own request for help is, asked every few seconds;
 * and to which provider a practice sends whoever wants to sign in.
 */
const harmless = new Set([
  'practice.read-agreement',
  'demo.offer',
  'mail.outbox',
  'seat.list',
  'session.start-passkey',
  'recovery.read-own',
  // Of support, in no practice.
  'support.start-enrolment',
  'support.enrol',
  'support.start-sign-in',
  'support.sign-in',
  'support.read-session',
  'support.sign-out',
  'provider.offers',
  'provider.start',
  // What the practice has published.
  'proof.read-published',
])

test('P28 with the ledger’s insert revoked nothing is written and nothing is shown, whatever is asked, by whomever', async () => {
  const calls: Prepared[] = []
  for (const endpoint of candour.parts.endpoints) {
    if (harmless.has(endpoint.name)) continue
    // None of them is answered, so that one example serves all.
    const prepared = await prepare(endpoint, house.admin)
    calls.push(prepared)
    const refused = ([1, 2, 3] as const).find((level) => accessOf(endpoint, level) === '403')
    if (refused !== undefined) calls.push({ ...prepared, person: house.people.get(refused)! })
    if (endpoint.input !== null && isInside(endpoint.access))
      calls.push({ ...prepared, asked: { ...prepared.asked, input: { ...prepared.asked.input, surprise: 'x' } } })
  }
  expect(calls.length).toBeGreaterThan(80)
  const [before, blobs] = [await contentsOf(house.owner), await blobsOnDisk()]
  await revoke()
  try {
    for (const { endpoint, person, asked } of calls) {
      const browser = endpoint.access === 'public' ? candour.visitor() : person.browser
      const answer = await callEndpoint(browser, endpoint, asked)
      expect([endpoint.name, answer.status, codeOf(answer)]).toEqual([endpoint.name, 503, 'ledger.unavailable'])
      expect(JSON.stringify(answer.body), endpoint.name).not.toMatch(/Aspen|Ashdowne|Margery|w\d+x\d+|example\.org/)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    // The first wrong password of a window is entered, so it waits for the ledger too.
    const wrong = { email: house.people.get(2)!.email, password: 'a wrong password' }
    expect((await candour.visitor().try(sessionRoutes.signIn, wrong)).status).toBe(503)
    expect(await contentsOf(house.owner)).toEqual(before)
    expect(await blobsOnDisk()).toEqual(blobs)
  } finally {
    await grant()
  }
  for (const { endpoint, person, asked } of calls.filter((call) => call.person === house.admin)) {
    if (endpoint.access === 'public') continue
    const { status } = await callEndpoint(person.browser, endpoint, asked)
    expect([endpoint.name, status < 500]).toEqual([endpoint.name, true])
  }
  expect((await candour.visitor().try(sessionRoutes.signIn, { email: house.admin.email, password })).status).toBe(200)
}, 120_000)

test('P28 the suite notices a hole: an answer that does not wait for its entry is found', async () => {
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'practice.read-agreement')!
  await revoke()
  try {
    const { status } = await callEndpoint(candour.visitor(), endpoint, { input: {} })
    expect(status).toBe(200)
  } finally {
    await grant()
  }
})
