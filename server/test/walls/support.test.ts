/** Somebody of the operator's support at every endpoint, and what the database's owner can make of their rows. */
import { patientRoutes } from '@candour/contract/patients.ts'
import { supportHeader, supportRoutes } from '@candour/contract/support.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import type { TestCandour } from '../candour.ts'
import { signUp, type Person } from '../people.ts'
import { askedBy, letIn, linkFor, supportPerson, switchSupport, tryInside, type Support } from '../support.ts'
import { codeOf } from './altered.ts'
import { callEndpoint } from './call-endpoint.ts'
import { exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { keptExamples, type KeptExamples } from './kept-example.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { contentsOf } from './owner.ts'
import { isInside } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let other: Person
let support: Support
let kept: KeptExamples
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  kept = keptExamples(house, house.admin)
  other = await signUp(candour, 'Practice Other')
  await switchSupport(house.admin, true)
  await switchSupport(other, true)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})
beforeEach(async () => {
  support = await supportPerson(candour)
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const look = async (request: string, by = support) => codeOf(await tryInside(by, request, patientRoutes.recent, {}))

/** All that is asked inside a practice. */
const inside = () => candour.parts.endpoints.filter(({ access }) => isInside(access))

async function ask(endpoint: Endpoint, request: string): Promise<string> {
  const asked = await kept.toRefuse(endpoint.name)
  return codeOf(
    await callEndpoint(support.browser, endpoint, {
      ...asked,
      headers: { ...asked.headers, [supportHeader]: request },
    }),
  )
}

const open = [
  'patient.find',
  'patient.recent',
  'patient.read',
  'patient.chart',
  'patient.timeline',
  'patient.names',
  'note.read',
  'file.read',
  'resource.read',
]

test('P09 of all endpoints support reaches these reads and nothing else, changes nothing, and each call is entered', async () => {
  expect(inside().flatMap(({ name, forSupport }) => (forSupport === true ? [name] : []))).toEqual(open)
  const { id } = await letIn(house.admin, support)
  const reached: string[] = []
  for (const { name } of inside()) await kept.toRefuse(name)
  const before = await contentsOf(house.owner)
  const number = await lastNumber(candour, house.owner, house.practice)
  for (const endpoint of inside()) {
    const asked = await (open.includes(endpoint.name) ? kept.toAnswer(endpoint.name) : kept.toRefuse(endpoint.name))
    const headers = { ...asked.headers, [supportHeader]: id }
    const answer = await callEndpoint(support.browser, endpoint, { ...asked, headers })
    const isOpen = open.includes(endpoint.name)
    expect([endpoint.name, codeOf(answer)]).toEqual([endpoint.name, isOpen ? 'no error' : 'support.reads_only'])
    if (answer.status === 200) reached.push(endpoint.name)
  }
  expect(await contentsOf(house.owner)).toEqual(before)
  const entries = await entriesAfter(candour, house.owner, house.practice, number)
  const entered = entries.filter(({ actor }) => actor === id)
  expect(entered.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual(
    inside().map(({ name }) => `${name} ${open.includes(name) ? 'opened' : 'refused'}`),
  )
  expect(reached).toEqual(open)
}, 240_000)

test('P09 without a request that is open every endpoint refuses, whatever is marked, and members reach none of support', async () => {
  const waiting = await askedBy(house.admin, support)
  for (const endpoint of inside())
    expect([endpoint.name, await ask(endpoint, waiting)]).toEqual([endpoint.name, 'support.not_in'])
  const own = candour.parts.endpoints.filter(({ access }) => access === 'support')
  expect(own.map(({ name }) => name)).toEqual([
    'support.read-session',
    'support.sign-out',
    'support.ask',
    'support.open',
    'support.close',
  ])
  for (const endpoint of own) {
    const asked = await exampleOf(endpoint.name)(house, house.admin)
    expect(codeOf(await callEndpoint(house.admin.browser, endpoint, asked))).toBe('session.needed')
    // From another site, or without the token of the session, nothing is done.
    if (endpoint.method === 'GET') continue
    const theirs = { ...asked, headers: { ...asked.headers, origin: 'https://evil.example' } }
    expect(codeOf(await callEndpoint(support.browser, endpoint, theirs))).toBe('request.cross_site')
    const bare = Object.assign(candour.visitor(), { cookie: support.browser.cookie })
    expect(codeOf(await callEndpoint(bare, endpoint, asked))).toBe('request.cross_site')
  }
}, 60_000)

test('P09 the suite notices a hole: an endpoint that was marked by mistake opens no change', async () => {
  const { id } = await letIn(house.admin, support)
  const endpoint = candour.parts.endpoints.find(({ name }) => name === 'patient.register')!
  const list = candour.parts.endpoints.find(({ name }) => name === 'member.list')!
  Object.assign(endpoint, { forSupport: true })
  Object.assign(list, { forSupport: true })
  try {
    expect(await ask(endpoint, id)).toBe('support.reads_only')
    // Marked, and not among what support can do.
    expect(await ask(list, id)).toBe('access.refused')
  } finally {
    Object.assign(endpoint, { forSupport: undefined })
    Object.assign(list, { forSupport: undefined })
  }
})

test('P33 P09 a request that was altered in the database lets nobody in: approved, prolonged, exchanged, moved, brought back', async () => {
  const approved = await letIn(house.admin, support)
  const waiting = await askedBy(house.admin, support)
  const rowOf = async (id: string) =>
    (
      await sql<{ sealed: Buffer; revision: number; state: string }>(
        'select * from candour.support where request = $1',
        id,
      )
    )[0]!
  const put = (id: string, { sealed, revision, state }: { sealed: Buffer; revision: number; state: string }) =>
    sql(
      'update candour.support set sealed = $2, revision = $3, state = $4 where request = $1',
      id,
      sealed,
      revision,
      state,
    )
  const markOf = `(select hash from ledger.mark where type = 'Support' and id = $1 order by version desc limit 1)`

  // The approved seal under the waiting id, with its mark copied too: a seal names its request.
  const [good, own] = [await rowOf(approved.id), await rowOf(waiting)]
  await put(waiting, good)
  expect(await look(waiting)).toBe('record.altered')
  await sql(
    `insert into ledger.mark (practice, type, id, version, compartment, hash)
     select practice, type, $2, version, compartment, ${markOf} from ledger.mark where type = 'Support' and id = $1 and version = 2`,
    approved.id,
    waiting,
  )
  expect(await look(waiting)).toBe('record.altered')
  await sql(`delete from ledger.mark where type = 'Support' and id = $1 and version = 2`, waiting)
  await put(waiting, own)
  expect(await look(waiting)).toBe('support.not_in')

  // Of another person, by the id in the row.
  const thief = await supportPerson(candour)
  const [{ person }] = (await sql<{ person: string }>(
    'select person from gate.support_person order by created_at desc limit 1',
  )) as [{ person: string }]
  const [{ person: owner }] = (await sql<{ person: string }>(
    'select person from candour.support where request = $1',
    approved.id,
  )) as [{ person: string }]
  await sql('update candour.support set person = $2 where request = $1', approved.id, person)
  expect(await look(approved.id, thief)).toBe('record.altered')
  expect(await look(approved.id)).toBe('support.not_in')
  await sql('update candour.support set person = $2 where request = $1', approved.id, owner)
  expect(await look(approved.id)).toBe('no error')

  // Said to be over, so that it is missed by what ends it.
  await sql("update candour.support set state = 'over' where request = $1", approved.id)
  expect(await look(approved.id)).toBe('record.altered')
  await sql("update candour.support set state = 'live' where request = $1", approved.id)
  expect(await look(approved.id)).toBe('no error')

  // Into another practice, beside the right one and in its place; its mark with it.
  const elsewhere = other.session.practice.id
  await sql(
    `insert into candour.support (practice, request, person, state, asked_at, revision, sealed)
     select $2, request, person, state, asked_at, revision, sealed from candour.support where request = $1`,
    approved.id,
    elsewhere,
  )
  expect(await look(approved.id)).toBe('support.not_in')
  await sql('delete from candour.support where request = $1 and practice <> $2', approved.id, elsewhere)
  await sql(
    `insert into ledger.mark (practice, type, id, version, compartment, hash)
     select $2, type, id, version, compartment, hash from ledger.mark where type = 'Support' and id = $1`,
    approved.id,
    elsewhere,
  )
  expect(await look(approved.id)).toBe('record.altered')

  // Ended, and brought back as it was while it was open.
  const again = await letIn(house.admin, support)
  const before = await rowOf(again.id)
  await house.admin.browser.call(supportRoutes.end, { id: again.id })
  await put(again.id, before)
  expect(await look(again.id)).toBe('record.altered')
  await sql('delete from candour.support where request = $1', again.id)
  expect(await look(again.id)).toBe('support.not_in')
  // A row that was taken away is missed by the register.
  expect(codeOf(await house.admin.browser.try(supportRoutes.list, {}))).toBe('record.altered')
})

test('P33 P09 a session, a code, a link or a passkey of support that was altered in the database is none', async () => {
  const { id } = await letIn(other, support)
  const readAs = async (by: Support) => codeOf(await by.browser.try(supportRoutes.readSession, {}))
  const sessions = await sql<{ session: string; person: string }>(
    'select session, person from gate.support_session order by seen_at',
  )
  const [mine, anothers] = [sessions.at(-1)!, sessions.at(-2)!]
  await sql("update gate.support_session set ends_at = ends_at + interval '1 day' where session = $1", mine.session)
  expect(await readAs(support)).toBe('session.ended')
  await sql("update gate.support_session set ends_at = ends_at - interval '1 day' where session = $1", mine.session)
  expect(await readAs(support)).toBe('no error')
  await sql('update gate.support_session set person = $2 where session = $1', mine.session, anothers.person)
  expect(await readAs(support)).toBe('session.ended')
  await sql('update gate.support_session set person = $2 where session = $1', mine.session, mine.person)
  expect(await look(id)).toBe('no error')

  // A code is pointed at another practice.
  const { code } = await other.browser.call(supportRoutes.makeCode, {})
  await sql('delete from gate.support_code where practice = $1', house.practice)
  await sql('update gate.support_code set practice = $1 where practice = $2', house.practice, other.session.practice.id)
  const asked = { code, reason: 'The letters print twice', minutes: 15 } as const
  expect(codeOf(await support.browser.try(supportRoutes.ask, asked))).toBe('support.code_wrong')

  // A link is given more time, and to somebody else.
  const token = await linkFor(candour, support.email)
  const start = async () => codeOf(await candour.visitor().try(supportRoutes.startEnrolment, { token }))
  expect(await start()).toBe('no error')
  await sql(
    "update gate.support_person set link_ends_at = link_ends_at + interval '1 day' where person = $1",
    mine.person,
  )
  expect(await start()).toBe('link.invalid')

  // A passkey is hung on somebody else.
  const thief = await supportPerson(candour)
  const [{ person }] = (await sql<{ person: string }>(
    'select person from gate.support_person order by created_at desc limit 1',
  )) as [{ person: string }]
  await sql('update gate.support_passkey set person = $2 where person = $1', person, mine.person)
  const options = await candour.visitor().call(supportRoutes.startSignIn, {})
  const came = codeOf(await candour.visitor().try(supportRoutes.signIn, { signed: thief.passkey.sign(options) }))
  expect(['factor.passkey_refused', 'record.altered']).toContain(came)
})
