import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { destroyCompartment } from './destroy-compartment.ts'

let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

async function writeNote(patient: string) {
  const draft = await owner.browser.call(draftRoutes.start, {
    patient,
    title: 'Examination',
    sections: [{ heading: '', text: 'Sound.' }],
  })
  return owner.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
}

test('once a compartment key is destroyed nothing under it opens, and other patients are untouched', async () => {
  const [gone, stays] = [await registerPatient(owner), await registerPatient(owner, { family: 'Stays' })]
  const [goneNote, staysNote] = [await writeNote(gone.id), await writeNote(stays.id)]
  const destroy = () =>
    inPractice(candour, owner.session.practice.id, (inside) =>
      destroyCompartment({ ...inside, now: new Date() }, gone.id),
    )
  await destroy()
  for (const [route, id] of [
    [patientRoutes.read, gone.id],
    [patientRoutes.timeline, gone.id],
    [noteRoutes.read, goneNote.id],
  ] as const) {
    const answer = await owner.browser.try(route, { id })
    expect([answer.status, answer.body.error.code]).toEqual([410, 'resource.gone'])
    expect(JSON.stringify(answer.body)).not.toMatch(/Ashdowne|Sound/)
  }
  expect((await owner.browser.call(noteRoutes.read, { id: staysNote.id })).sections).toEqual([
    { heading: '', text: 'Sound.' },
  ])
  const { rows } = await database.query(
    'select wrapped, destroyed_at from candour.compartment where compartment = $1',
    [gone.id],
  )
  expect(rows).toEqual([{ wrapped: null, destroyed_at: expect.any(Date) }])
  await expect(destroy()).rejects.toMatchObject({ code: 'resource.gone' })
})

test('a finished draft leaves no key behind: its unfiled compartment is destroyed', async () => {
  const patient = await registerPatient(owner, { family: 'Filed' })
  const draft = await owner.browser.call(draftRoutes.start, {
    patient: null,
    title: 'Call',
    sections: [{ heading: '', text: 'Twinge.' }],
  })
  const early = await owner.browser.try(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
  expect([early.status, early.body.error.code]).toEqual([409, 'draft.no_patient'])
  const { rows: before } = await database.query('select compartment from candour.draft where draft = $1', [draft.id])
  const filed = await owner.browser.call(draftRoutes.file, { id: draft.id, patient: patient.id, baseRevision: 1 })
  const note = await owner.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: filed.revision })
  expect(note).toMatchObject({ patient: patient.id, title: 'Call' })
  const { rows } = await database.query('select kind, wrapped from candour.compartment where compartment = $1', [
    before[0].compartment,
  ])
  expect(rows).toEqual([{ kind: 'unfiled', wrapped: null }])
  expect((await database.query('select from candour.draft where draft = $1', [draft.id])).rowCount).toBe(0)
})
