import { draftRoutes } from '@candour/contract/drafts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newId } from '../../src/platform/vault/ids.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { announceFile } from '../uploads/send.ts'
import { breakingWire, type BreakingWire } from './breaking-wire.ts'

let wire: BreakingWire
let candour: TestCandour
let person: Person
let patient: string

beforeAll(async () => {
  wire = await breakingWire(inject('postgres'))
  candour = await startTestCandour({}, undefined, wire.through)
  person = await signUp(candour)
  patient = (await registerPatient(person)).id
})
afterAll(async () => {
  await candour.stop()
  wire.close()
})

test('P62 the database commits an upload and is cut off before it says so: the file stays, and nothing else is claimed', async () => {
  const bytes = Buffer.alloc(400_000, 'words ')
  const { path } = await announceFile(person.browser, patient, bytes.length)
  wire.breakAtCommitOf('blob-keep')
  const answer = await person.browser.send('PUT', path, bytes)
  expect([answer.status, answer.body.error.code]).toEqual([503, 'system.unsure'])
  expect(answer.body.error.message).not.toMatch(/nothing/i)
  const { response } = await person.browser.fetch('GET', path)
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  expect((await person.browser.send('PUT', path, bytes)).status).toBe(409)
})

test('P62 the same for a registration: sent again with its key it is one patient', async () => {
  const key = newId()
  const body = { family: 'Unsure', given: 'Ada', birthDate: '1961-01-01', sex: 'female', duplicatesSeen: true } as const
  wire.breakAtCommitOf('directory-upsert')
  const first = await person.browser.try(patientRoutes.register, body, { 'idempotency-key': key })
  expect([first.status, first.body.error.code]).toEqual([503, 'system.unsure'])
  const second = await person.browser.try(patientRoutes.register, body, { 'idempotency-key': key })
  expect(second.status).toBe(200)
  const { matches } = await person.browser.call(patientRoutes.find, { text: 'Unsure' })
  expect(matches.map((match) => match.id)).toEqual([second.body.patient.id])
})

test('P62 the same for a draft that is saved as one types: saved again it is saved, not split', async () => {
  const text = (words: string) => ({ title: '', sections: [{ heading: '', text: words }] })
  const draft = await person.browser.call(draftRoutes.start, { patient, ...text('first') })
  wire.breakAtCommitOf('draft-save')
  const save = () => person.browser.try(draftRoutes.save, { id: draft.id, baseRevision: 1, ...text('second') })
  expect((await save()).status).toBe(503)
  expect((await save()).body.outcome).toBe('saved')
  expect((await person.browser.call(draftRoutes.read, { id: draft.id })).sections[0]!.text).toBe('second')
})

test('P62 a read whose entry may or may not be written shows nothing, and works the next time', async () => {
  wire.breakAtCommitOf('ledger-append-batch')
  const before = wire.broken()
  const answer = await person.browser.try(patientRoutes.read, { id: patient })
  expect(wire.broken()).toBe(before + 1)
  expect(answer.status).toBe(503)
  expect(JSON.stringify(answer.body)).not.toContain('Ashdowne')
  expect((await person.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
})
