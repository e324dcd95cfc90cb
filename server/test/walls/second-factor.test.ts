import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import type { TestCandour } from '../candour.ts'
import { changeSessions } from '../change-session.ts'
import { colleague, registerPatient, type Person } from '../people.ts'
import { codeOf } from './altered.ts'
import { callEndpoint } from './call-endpoint.ts'
import { endsSession, exampleOf } from './examples.ts'
import { buildHouse, writeNote, type House } from './house.ts'
import { keptExamples, type KeptExamples } from './kept-example.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { contentsOf } from './owner.ts'
import { isInside } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let kept: KeptExamples
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  kept = keptExamples(house, house.admin)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const withSession = () => candour.parts.endpoints.filter(({ access }) => isInside(access))

/** The days in which a second factor could be set up are over. */
const overdue = ({ session }: Person) =>
  house.owner.rows("update candour.member set approved_at = now() - interval '7 days 1 second' where member = $1", [
    session.member.id,
  ])
/** The last proof of being there lies `seconds` back. */
const provedBefore = ({ session }: Person, seconds: number) =>
  changeSessions(
    house.owner.rows,
    candour.parts.vault,
    session.member.id,
    `proved_at = now() - make_interval(secs => ${seconds})`,
  )

async function ask(endpoint: Endpoint, person: Person): Promise<string> {
  const asked = await kept.toAnswer(endpoint.name)
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
  'session.start-proof',
  'session.prove',
  'session.read',
  'session.switch-practice',
  'session.sign-out',
  'session.list',
  'session.end',
  'session.end-others',
  'session.lock',
  'session.not-me',
  'seat.read',
  'seat.set',
  'seat.remove',
  'factor.list',
  'factor.start-totp',
  'factor.confirm-totp',
  'factor.start-passkey',
  'factor.confirm-passkey',
  'factor.make-recovery-codes',
  'factor.rename',
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
    new Set(['read', 'change', 'gate', 'bytes-read', 'bytes-change', 'upload']),
  )
  for (const { name } of closed) await kept.toRefuse(name)
  const before = await contentsOf(house.owner)
  const number = await lastNumber(candour, house.owner, house.practice)
  for (const endpoint of closed) {
    const asked = await kept.toRefuse(endpoint.name)
    const answer = await callEndpoint(person.browser, endpoint, asked)
    // An administrator: nothing less than a passkey will do.
    expect([endpoint.name, answer.status, codeOf(answer)]).toEqual([endpoint.name, 403, 'session.passkey_needed'])
  }
  expect(await contentsOf(house.owner)).toEqual(before)
  const entries = await entriesAfter(candour, house.owner, house.practice, number)
  const refused = entries.filter(({ actor }) => actor === person.session.member.id)
  expect(refused.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual(closed.map(({ name }) => `${name} refused`))
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
  'session.end',
  'session.end-others',
  'session.not-me',
  'seat.set',
  'factor.start-totp',
  'factor.confirm-totp',
  'factor.start-passkey',
  'factor.confirm-passkey',
  'factor.make-recovery-codes',
  'factor.remove',
  'recovery.confirm',
  'password.change',
  'email.ask-change',
  'member.invite',
  'member.invite-again',
  'member.approve',
  'member.change-level',
  'member.give',
  'member.take',
  'member.end-grant',
  'member.leave',
  'rules.change',
  'practice.unlock',
  'support.export',
  'support.approve',
  'provider.set',
  'provider.revoke',
  'provider.start-link',
  'provider.unlink',
  'patient.watch',
  'restriction.restrict',
  'restriction.lift',
  'glass.settle',
  'entry.export',
  'sign-in.export',
  'checkpoint.mail',
  'checkpoint.bundle',
  'access-link.make',
  'access-link.confirm',
  'hold.lift',
  'retention.change',
  'alert.settle',
  'alert.reopen',
  'review.sign',
  'review.export',
  'incident.decide-risk',
  'incident.decide-telling',
  'incident.confirm',
  'incident.record',
  'incident.close',
  'incident.reopen',
  'incident.export',
  'incident.download',
  'proof.publish',
  'proof.unpublish',
  'pack.make',
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
  expect(await refusals(late, 'session.proof_needed')).toEqual(needProof.filter((name) => !endsSession.has(name)))
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
