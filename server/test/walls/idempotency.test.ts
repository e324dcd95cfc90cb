import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreement } from '../../src/features/practices/agreement.ts'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, password } from '../people.ts'
import { codeOf } from './altered.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { endsSession, exampleOf } from './examples.ts'
import { buildHouse, newWord, type House } from './house.ts'
import { keptExamples } from './kept-example.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let other: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Umber')
  other = await buildHouse(candour, 'Violet')
})
afterAll(async () => {
  await house.owner.end()
  await other.owner.end()
  await candour.stop()
})

const json = { 'content-type': 'application/json' }

/** Every POST that changes something of a practice. */
function repeatable(): Endpoint[] {
  const found = candour.parts.endpoints.filter((one) => one.method === 'POST' && one.kind.endsWith('change'))
  expect(found.length).toBeGreaterThanOrEqual(9)
  return found
}

const count = async (table: string) =>
  (await house.owner.rows<{ count: number }>(`select count(*)::int as count from ${table}`))[0]!.count

test('P62 a change sent again with its key has one effect, and the same answer, at every endpoint', async () => {
  for (const endpoint of repeatable()) {
    const asked = await exampleOf(endpoint.name)(house, house.admin)
    const keyed = { ...asked, headers: { ...asked.headers, 'idempotency-key': newId() } }
    const first = await callEndpoint(house.admin.browser, endpoint, keyed)
    expect([endpoint.name, first.status < 300]).toEqual([endpoint.name, true])
    const before = await contentsOf(house.owner)
    const second = await callEndpoint(house.admin.browser, endpoint, keyed)
    expect([endpoint.name, second.status, second.body]).toEqual([endpoint.name, first.status, first.body])
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(await contentsOf(house.owner), endpoint.name).toEqual(before)
  }
}, 120_000)

test('P62 the same key with another request, or at another address, is refused and changes nothing', async () => {
  const { toRefuse } = keptExamples(house, house.admin)
  for (const endpoint of repeatable()) {
    const key = newId()
    const withKey = (asked: Asked) => ({ ...asked, headers: { ...asked.headers, 'idempotency-key': key } })
    await callEndpoint(house.admin.browser, endpoint, withKey(await exampleOf(endpoint.name)(house, house.admin)))
    const another = withKey(await exampleOf(endpoint.name)(house, house.admin))
    if (another.resource !== undefined) another.resource = { ...another.resource, description: 'another' }
    const elsewhere = repeatable().find((one) => one !== endpoint && one.input !== null)!
    const wrong = withKey({ input: (await toRefuse(elsewhere.name)).input })
    const before = await contentsOf(house.owner)
    const answer = await callEndpoint(house.admin.browser, endpoint, another)
    // What says nothing says nothing else the second time: it is the same request.
    const same = endpoint.name === 'checkpoint.sign'
    expect([endpoint.name, answer.status, codeOf(answer)]).toEqual([
      endpoint.name,
      same ? 200 : 422,
      same ? 'no error' : 'request.repeated_differently',
    ])
    const misplaced = await callEndpoint(house.admin.browser, elsewhere, wrong)
    expect([endpoint.name, misplaced.status]).toEqual([endpoint.name, 422])
    expect(await contentsOf(house.owner), endpoint.name).toEqual(before)
  }
}, 120_000)

test('P62 twenty of the same at once: one patient, one invitation, one FHIR resource', async () => {
  for (const [name, table] of [
    ['patient.register', `candour.directory`],
    ['member.invite', `candour.member`],
    ['draft.start', `candour.draft`],
    ['resource.create', `candour.resource`],
  ] as const) {
    const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
    const asked = await exampleOf(name)(house, house.admin)
    const keyed = { ...asked, headers: { ...asked.headers, 'idempotency-key': newId() } }
    const before = await count(table)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => callEndpoint(house.admin.browser, endpoint, keyed)),
    )
    expect([name, (await count(table)) - before]).toEqual([name, 1])
    expect(new Set(answers.map((answer) => answer.status)).size).toBe(1)
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  }
})

test('P62 a sign-up sent twenty times at once opens one practice, with one administrator', async () => {
  const email = `${newWord()}@example.org`
  const body = JSON.stringify({
    kind: 'gp',
    name: 'One practice',
    town: 'Bath',
    person: { name: 'Ada Winterbourne', role: 'GP', email, password },
    agreement: { version: agreement.version, acceptedBy: 'Ada Winterbourne' },
  })
  const key = newId()
  const before = [await count('candour.practice'), await count('candour.member'), await count('gate.account')]
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      candour.visitor().send('POST', '/api/practices', body, { ...json, 'idempotency-key': key }),
    ),
  )
  const after = [await count('candour.practice'), await count('candour.member'), await count('gate.account')]
  expect(after.map((one, place) => one - before[place]!)).toEqual([1, 1, 1])
  // A few may be told to try again: the throttle counts each as a try at a password.
  const opened = answers.filter((answer) => answer.status === 200)
  expect(opened.length).toBeGreaterThanOrEqual(1)
  expect(new Set(opened.map((answer) => answer.body.practice.id)).size).toBe(1)
  for (const answer of answers) expect(answer.status).toBeOneOf([200, 429, 503])
})

test('P62 P01 a key is one’s own: another member, another practice, may use the same one', async () => {
  const key = newId()
  const nurse = await colleague(candour, house.admin, 2)
  const families: string[] = []
  for (const [person, at] of [
    [house.admin, house],
    [nurse, house],
    [other.admin, other],
  ] as const) {
    const endpoint = candour.parts.endpoints.find((one) => one.name === 'patient.register')!
    const asked = await exampleOf('patient.register')(at, person)
    const answer = await callEndpoint(person.browser, endpoint, { ...asked, headers: { 'idempotency-key': key } })
    expect(answer.status).toBe(200)
    expect(answer.body.patient.family).toBe(asked.input['family'])
    families.push(answer.body.patient.family)
  }
  expect(new Set(families).size).toBe(3)
})

test('P62 a refused change leaves its key free, and what is no key is refused', async () => {
  const key = newId()
  const post = (body: object, given: string) =>
    house.admin.browser.send('POST', '/api/patients', JSON.stringify(body), { ...json, 'idempotency-key': given })
  const asked = await exampleOf('patient.register')(house, house.admin)
  expect((await post({ ...asked.input, family: '' }, key)).status).toBe(400)
  expect((await post(asked.input, key)).status).toBe(200)
  for (const odd of ['short', 'x'.repeat(129), 'with a space in it', 'é'.repeat(10)])
    expect([odd, (await post(asked.input, odd)).status]).toEqual([odd, 400])
})

test('every endpoint that takes no key changes no record: it ends or opens sessions', () => {
  const without = candour.parts.endpoints.filter((one) => one.method === 'POST' && !one.kind.endsWith('change'))
  const names = without.map((one) => one.name)
  expect(names.filter((name) => !endsSession.has(name))).toEqual([
    'practice.sign-up',
    // Sent twice, it opens two practices for show.
    'demo.open',
    'session.sign-in',
    'session.prove-factor',
    'session.start-passkey',
    'session.sign-in-by-passkey',
    'session.start-proof',
    // What has ended stays so; a second new password finds the account changed, or is a newer one.
    'session.end-others',
    'session.not-me',
    'seat.unlock',
    // Sent twice, it begins anew; the second confirmation finds nothing; new codes void the ones before.
    'factor.start-totp',
    'factor.confirm-totp',
    'factor.start-passkey',
    'factor.confirm-passkey',
    'factor.make-recovery-codes',
    // Asked for again, the one before is void; confirmed or ended once, it is.
    'recovery.start',
    'recovery.read-own',
    'recovery.cancel-own',
    'recovery.finish',
    'recovery.confirm',
    // A link works once; asked again, the same mail is not sent twice in five minutes.
    'password.ask-reset',
    'password.read-reset',
    'password.reset',
    'password.change',
    'email.ask-change',
    'email.change',
    'email.undo',
    'member.read-invitation',
    'member.accept-invitation',
    'rules.check',
    // Lifted twice, it finds nothing to lift.
    'practice.unlock',
    // A link, a signature and a code count once.
    'support.start-enrolment',
    'support.enrol',
    'support.start-sign-in',
    'support.sign-in',
    'support.ask',
    'support.open',
    // The one before opens nothing any more.
    'support.make-code',
    // Revoked twice, there is nothing to revoke; a sign-in elsewhere that is begun again is another one, and comes back once.
    'provider.revoke',
    'provider.offers',
    'provider.start',
    'provider.finish',
    'provider.start-link',
    'provider.finish-link',
    'patient.find',
    'patient.names',
    // A read, asked in a body: a reason may name somebody.
    'entry.export',
    // Link and code are told once, and what opens is opened once.
    'access-link.make',
    'access-link.open',
  ])
})
