import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import type { Person } from '../people.ts'
import { switchSupport } from '../support.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf, stopsAll } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { exchange, idsIn } from './ids.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { accessOf, isInside } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Elder', [1, 2, 3, 4])
  // Before the example of a change of rules is made.
  await switchSupport(house.admin, true)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

interface Prepared {
  endpoint: Endpoint
  by: Person
  asked: Asked
}

/** The endpoints with an actor and a practice; the others concern nobody's practice yet. Lockdowns: rules.test.ts. Support: support.test.ts. */
function withActor(): Endpoint[] {
  return candour.parts.endpoints.filter((one) => isInside(one.access) && !stopsAll.has(one.name))
}

async function prepare(endpoint: Endpoint, by: Person = house.admin): Promise<Prepared> {
  const caller = await callerOf(house, endpoint.name, by)
  return { endpoint, by: caller, asked: await exampleOf(endpoint.name)(house, caller) }
}

const kept = new Map<string, Promise<Prepared>>()
/** For a call that is refused, which uses nothing up: one serves many. */
function prepareToRefuse(endpoint: Endpoint): Promise<Prepared> {
  const made = kept.get(endpoint.name) ?? prepare(endpoint)
  kept.set(endpoint.name, made)
  return made
}

/** Makes all the calls, then compares what the ledger got: exactly one entry a call, of its verb, by its caller. */
async function expectOneEntryEach(
  calls: Prepared[],
  outcomeOf: (endpoint: Endpoint) => string,
  status: (status: number) => boolean,
) {
  const before = await lastNumber(candour, house.owner, house.practice)
  for (const { endpoint, by, asked } of calls) {
    const answer = await callEndpoint(by.browser, endpoint, asked)
    expect(status(answer.status), `${endpoint.name}: ${answer.status} ${JSON.stringify(answer.body)}`).toBe(true)
  }
  const entries = await entriesAfter(candour, house.owner, house.practice, before)
  const verbs = new Set(calls.map(({ endpoint }) => endpoint.name))
  const found = entries.filter((entry) => verbs.has(entry.verb))
  const line = (verb: string, outcome: string, actor: string | null) => `${verb} ${outcome} ${actor}`
  expect(found.map((entry) => line(entry.verb, entry.outcome, entry.actor)).toSorted()).toEqual(
    calls.map(({ endpoint, by }) => line(endpoint.name, outcomeOf(endpoint), by.session.member.id)).toSorted(),
  )
  // Beside them only what a change of practice enters by itself, the new session, and work that goes on after the answer:
  // transfers, and the finder's index once somebody was deleted, which a job brings up to date within seconds.
  const others = entries.filter(({ verb }) => !verbs.has(verb))
  const byJob = others.filter(({ verb, actor }) => verb === 'directory.fold' && actor === null)
  const known = /^(session\.sign-in|transfer\.(check|import|export|pack))$/
  expect(others.filter((one) => !byJob.includes(one) && !known.test(one.verb)).map(({ verb }) => verb)).toEqual([])
}

test('P28 every call that succeeds leaves one entry of its verb', async () => {
  const calls: Prepared[] = []
  for (const endpoint of withActor()) calls.push(await prepare(endpoint))
  // Some examples change the rules themselves, and these two go by their revision, one after the other.
  const again = async (name: string) => {
    const at = calls.findIndex(({ endpoint }) => endpoint.name === name)
    return (calls[at] = await prepare(calls[at]!.endpoint)).asked.input
  }
  const [first, second] = [await again('rules.change'), await again('provider.set')]
  first['baseRevision'] = second['baseRevision']
  second['baseRevision'] = Number(second['baseRevision']) + 1
  // Another link takes the place of the one that is undone; and once the provider is revoked there is none.
  for (const name of ['provider.finish-link', 'provider.revoke'])
    calls.push(
      ...calls.splice(
        calls.findIndex(({ endpoint }) => endpoint.name === name),
        1,
      ),
    )
  const opens = (endpoint: Endpoint) =>
    endpoint.kind.endsWith('read') || (endpoint.kind === 'gate' && endpoint.method === 'GET')
  await expectOneEntryEach(
    calls,
    (endpoint) => (opens(endpoint) ? 'opened' : 'changed'),
    (status) => status < 300,
  )
}, 60_000)

test('P28 every call that a level refuses leaves one entry', async () => {
  const calls: Prepared[] = []
  for (const endpoint of withActor()) {
    const level = ([1, 2, 3] as const).find((one) => accessOf(endpoint, one) === '403')
    if (level !== undefined) calls.push(await prepare(endpoint, house.people.get(level)!))
  }
  expect(calls.length).toBeGreaterThan(20)
  await expectOneEntryEach(
    calls,
    () => 'refused',
    (status) => status === 403,
  )
}, 60_000)

test('P28 every call with invalid input leaves one entry', async () => {
  const calls: Prepared[] = []
  for (const endpoint of withActor().filter((one) => one.input !== null)) {
    const { by, asked } = await prepareToRefuse(endpoint)
    calls.push({ endpoint, by, asked: { ...asked, input: { ...asked.input, surprise: 'x' } } })
  }
  await expectOneEntryEach(
    calls,
    () => 'refused',
    (status) => status === 400,
  )
}, 60_000)

test('P28 every call from another site leaves one entry', async () => {
  const calls: Prepared[] = []
  for (const endpoint of withActor().filter((one) => one.method !== 'GET')) {
    const { by, asked } = await prepareToRefuse(endpoint)
    calls.push({ endpoint, by, asked: { ...asked, headers: { ...asked.headers, origin: 'https://evil.example' } } })
  }
  await expectOneEntryEach(
    calls,
    () => 'refused',
    (status) => status === 403,
  )
}, 60_000)

test('P28 every call for something that is not there leaves one entry', async () => {
  const calls: Prepared[] = []
  for (const endpoint of withActor().filter((one) => one.path.includes(':id'))) {
    const { by, asked } = await prepareToRefuse(endpoint)
    const id = idsIn(asked).find((one) => one.path === 'id')!
    calls.push({ endpoint, by, asked: exchange(asked, id.value, newId()) })
  }
  expect(calls.length).toBeGreaterThan(15)
  await expectOneEntryEach(
    calls,
    () => 'refused',
    (status) => status === 404 || status === 412,
  )
}, 60_000)

test('P28 the suite notices a hole: a call that leaves no entry is missed', async () => {
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'member.list')!
  const call = await prepare(endpoint)
  const none = { ...call, by: { ...call.by, browser: candour.visitor() } }
  await expect(
    expectOneEntryEach(
      [none],
      () => 'opened',
      (status) => status === 401,
    ),
  ).rejects.toThrow(/deeply equal/)
})
