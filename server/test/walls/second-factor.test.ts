import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { colleague, registerPatient, type Person } from '../people.ts'
import { codeOf } from './altered.ts'
import { callEndpoint } from './call-endpoint.ts'
import { endsSession, exampleOf } from './examples.ts'
import { buildHouse, writeNote, type House } from './house.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { contentsOf } from './owner.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startTestCandour()
  house = await buildHouse(candour, 'Rowan')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const withSession = () => candour.parts.endpoints.filter((one) => one.access !== 'public')

/** The days in which a second factor could be set up are over. */
const overdue = ({ session }: Person) =>
  house.owner.rows("update candour.member set approved_at = now() - interval '7 days 1 second' where member = $1", [
    session.member.id,
  ])
/** The last proof of being there lies `seconds` back. */
const provedBefore = ({ session }: Person, seconds: number) =>
  house.owner.rows(
    'update gate.session set proved_at = now() - make_interval(secs => $2) where member = $1 and ended_at is null',
    [session.member.id, seconds],
  )

async function ask(endpoint: Endpoint, person: Person): Promise<string> {
  const asked = await exampleOf(endpoint.name)(house, house.admin)
  return codeOf(await callEndpoint(person.browser, endpoint, asked))
}

/** Those that refuse with `code`. What ends the session itself is left out: after it nobody could ask on. */
async function refusals(person: Person, code: string): Promise<string[]> {
  const found: string[] = []
  for (const endpoint of withSession().filter(({ name }) => !endsSession.has(name))) {
    const came = await ask(endpoint, person)
    expect([endpoint.name, came]).not.toEqual([endpoint.name, 'session.ended'])
    if (came === code) found.push(endpoint.name)
  }
  return found
}

const beforeFactor = [
  'session.prove',
  'session.read',
  'session.switch-practice',
  'session.sign-out',
  'factor.list',
  'factor.start-totp',
  'factor.confirm-totp',
  'factor.make-recovery-codes',
  'factor.remove',
]

test('P14 without the second factor that is due, every endpoint refuses but those that lead to one, or out', async () => {
  const person = await colleague(candour, house.admin, 4)
  expect(
    await ask(
      withSession().find(({ name }) => name === 'entry.list')!,
      person,
    ),
  ).toBe('no error')
  await overdue(person)
  const open = withSession().filter((one) => one.beforeFactor === true)
  expect(open.map(({ name }) => name)).toEqual(beforeFactor)
  const closed = withSession().filter((one) => one.beforeFactor !== true)
  expect(new Set(closed.map(({ kind }) => kind))).toEqual(
    new Set(['read', 'change', 'bytes-read', 'bytes-change', 'upload']),
  )
  const refused: string[] = []
  for (const endpoint of closed) {
    const asked = await exampleOf(endpoint.name)(house, house.admin)
    const before = await contentsOf(house.owner)
    const number = await lastNumber(candour, house.owner, house.practice)
    const answer = await callEndpoint(person.browser, endpoint, asked)
    expect([endpoint.name, answer.status, codeOf(answer)]).toEqual([endpoint.name, 403, 'session.factor_needed'])
    expect(await contentsOf(house.owner), endpoint.name).toEqual(before)
    const entries = await entriesAfter(candour, house.owner, house.practice, number)
    for (const { actor, verb, outcome } of entries)
      if (actor === person.session.member.id) refused.push(`${verb} ${outcome}`)
  }
  expect(refused).toEqual(closed.map(({ name }) => `${name} refused`))
}, 120_000)

test('P14 a stream of events that is open when the days end is ended', async () => {
  const person = await colleague(candour, house.admin, 2)
  const stop = new AbortController()
  const response = await fetch(`${candour.address}/api/events`, {
    headers: { cookie: person.browser.cookie! },
    signal: stop.signal,
  })
  let text = ''
  const reading = (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part
  })()
  await expect.poll(() => text, { timeout: 10_000 }).toContain('id: ')
  expect(text).not.toContain('ended')
  await overdue(person)
  await expect.poll(() => text, { timeout: 10_000 }).toContain('event: ended')
  await reading
  const { id } = await registerPatient(house.admin)
  expect(text).not.toContain(id)
})

const needProof = [
  'factor.start-totp',
  'factor.confirm-totp',
  'factor.make-recovery-codes',
  'factor.remove',
  'member.invite',
  'member.approve',
  'member.change-level',
  'transfer.start-export',
  'transfer.export-patient',
  'transfer.download',
]

test('what matters is refused five minutes after the last proof of being there, and nothing else is', async () => {
  const person = await colleague(candour, house.admin, 4)
  expect(withSession().flatMap(({ name, needsProof }) => (needsProof === true ? [name] : []))).toEqual(needProof)
  await provedBefore(person, 299 - 60)
  expect(await refusals(person, 'session.proof_needed')).toEqual([])
  const late = await colleague(candour, house.admin, 4)
  await provedBefore(late, 301)
  expect(await refusals(late, 'session.proof_needed')).toEqual(needProof)
}, 120_000)

test('to delete a patient needs the proof, a note does not', async () => {
  const person = await colleague(candour, house.admin, 4)
  await provedBefore(person, 301)
  const patient = await registerPatient(house.admin)
  const note = await writeNote(house.admin, patient.id, 'A note.')
  const remove = (type: string, id: string) => person.browser.send('DELETE', `/fhir/R4/${type}/${id}`)
  const refused = await remove('Patient', patient.id)
  expect([refused.status, codeOf(refused)]).toEqual([403, 'session.proof_needed'])
  expect((await remove('Composition', note)).status).toBe(204)
  await provedBefore(person, 0)
  expect((await remove('Patient', patient.id)).status).toBe(204)
})

test('the suite notices a hole: an endpoint that forgot the proof lets an old session in', async () => {
  const endpoint = withSession().find(({ name }) => name === 'member.invite')!
  const person = await colleague(candour, house.admin, 4)
  await provedBefore(person, 301)
  Object.assign(endpoint, { needsProof: false })
  try {
    expect(
      (await person.browser.try(memberRoutes.invite, (await exampleOf('member.invite')(house, person)).input)).status,
    ).toBe(200)
  } finally {
    Object.assign(endpoint, { needsProof: true })
  }
  expect(await ask(endpoint, person)).toBe('session.proof_needed')
})
