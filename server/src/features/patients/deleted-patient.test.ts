import { draftRoutes } from '@candour/contract/drafts.ts'
import { fileRoutes } from '@candour/contract/files.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { addFile, announceFile, writeNote } from '../../../test/walls/house.ts'
import { entriesAfter, lastNumber } from '../../../test/walls/ledger-entries.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { checkResource } from '../resources/check-resource.ts'
import { factsOf } from '../resources/resource-facts.ts'
import { keepMany } from '../resources/keep-many.ts'

let candour: TestCandour
let manager: Person
let clinician: Person
let owner: Owner
beforeAll(async () => {
  candour = await startTestCandour()
  manager = await signUp(candour)
  clinician = await colleague(candour, manager, 2)
  owner = await connectOwner(candour)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const fhir = { 'content-type': 'application/fhir+json' }
function send(by: Person, method: string, path: string, resource?: object, headers: Record<string, string> = {}) {
  const body = resource === undefined ? undefined : JSON.stringify(resource)
  return by.browser.send(method, path.startsWith('/') ? path : `/fhir/R4/${path}`, body, { ...fhir, ...headers })
}
const outcomeOf = ({ status, body }: { status: number; body: any }) => [
  status,
  body?.error?.code ?? body?.issue?.[0]?.details?.text ?? 'no error',
]

const observation = (patient: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Pulse' },
  subject: { reference: `Patient/${patient}` },
})

/** A patient with a note, a file and an observation, and drafts and a file that were begun; then deleted. */
async function deletedPatient() {
  const { id } = await registerPatient(manager, { family: 'Fennimore' })
  const note = await writeNote(clinician, id, 'Seen before')
  const file = await addFile(clinician, id, 'Dear Fennimore')
  const announced = await announceFile(clinician, id, 5)
  const seen = (await send(clinician, 'POST', 'Observation', observation(id))).body.id as string
  const draft = await clinician.browser.call(draftRoutes.start, {
    patient: id,
    title: 'Begun',
    sections: [{ heading: '', text: 'Begun before' }],
  })
  const loose = await clinician.browser.call(draftRoutes.start, { patient: null, title: 'Loose', sections: [] })
  expect((await send(manager, 'DELETE', `Patient/${id}`)).status).toBe(204)
  return { id, note, file, announced, seen, draft, loose }
}

async function refusedSince(before: number) {
  const entries = await entriesAfter(candour, owner, manager.session.practice.id, before)
  return entries.filter((one) => one.outcome === 'refused')
}

test('P05 the record of a deleted patient opens for those alone who may delete patients, whichever way one comes', async () => {
  const { id, note, file, seen } = await deletedPatient()
  const paths = [
    `/api/patients/${id}/timeline`,
    `/api/notes/${note}`,
    `/api/files/${file}`,
    `/api/files/${file}/content`,
    `/api/seals/Composition/${note}`,
    `Observation/${seen}`,
    `Observation/${seen}/_history`,
    `Observation/${seen}/_history/1`,
    `Patient/${id}/_history`,
    `Patient/${id}/_history/1`,
  ]
  const before = await lastNumber(candour, owner, manager.session.practice.id)
  for (const path of paths) {
    const answer = await send(clinician, 'GET', path)
    expect([path, ...outcomeOf(answer)]).toEqual([path, 410, 'patient.deleted'])
    expect(JSON.stringify(answer.body)).not.toMatch(/Fennimore|Seen|Pulse/)
  }
  const refused = await refusedSince(before)
  expect(refused.map(({ subjects }) => subjects)).toEqual(paths.map(() => [id]))
  for (const path of paths) expect([path, (await send(manager, 'GET', path)).status]).toEqual([path, 200])
  // The card itself is gone for everybody: there is no newest version to show.
  for (const by of [clinician, manager]) {
    expect(outcomeOf(await by.browser.try(patientRoutes.read, { id }))).toEqual([410, 'patient.deleted'])
    expect(outcomeOf(await send(by, 'GET', `Patient/${id}`))).toEqual([410, 'resource.gone'])
  }
  expect((await manager.browser.try(sealRoutes.read, { type: 'Observation', id: seen })).status).toBe(200)
  expect((await manager.browser.try(transferRoutes.exportPatient, { id })).status).toBe(200)
})

test('nobody writes into the record of a deleted patient, and each try stands in that patient’s log', async () => {
  const { id, note, announced, seen, draft, loose } = await deletedPatient()
  const sections = [{ heading: '', text: 'More' }]
  const tries: [what: string, act: (by: Person) => Promise<{ status: number; body: any }>][] = [
    ['create', (by) => send(by, 'POST', 'Observation', observation(id))],
    ['create by PUT', (by) => send(by, 'PUT', 'Observation/by-put', { ...observation(id), id: 'by-put' })],
    [
      'update',
      (by) => send(by, 'PUT', `Observation/${seen}`, { ...observation(id), id: seen }, { 'if-match': 'W/"1"' }),
    ],
    ['delete', (by) => send(by, 'DELETE', `Observation/${seen}`)],
    ['start a draft', (by) => by.browser.try(draftRoutes.start, { patient: id, title: 'x', sections })],
    [
      'amend a note',
      (by) => by.browser.try(draftRoutes.start, { patient: id, title: 'x', sections, amends: { note } }),
    ],
    ['announce a file', (by) => by.browser.try(fileRoutes.announce, { patient: id, name: 'x.txt', size: 1 })],
    ['send a file', (by) => by.browser.send('PUT', `/api/files/${announced}/content`, Buffer.from('12345'))],
  ]
  for (const by of [clinician, manager])
    for (const [what, act] of tries) {
      const before = await lastNumber(candour, owner, manager.session.practice.id)
      expect([what, ...outcomeOf(await act(by))]).toEqual([what, 410, 'patient.deleted'])
      expect([what, (await refusedSince(before)).map((one) => one.subjects)]).toEqual([what, [[id]]])
    }
  const own: [what: string, answer: { status: number; body: any }][] = [
    ['finish', await clinician.browser.try(draftRoutes.finish, { id: draft.id, baseRevision: 1 })],
    ['file', await clinician.browser.try(draftRoutes.file, { id: loose.id, patient: id, baseRevision: 1 })],
  ]
  for (const [what, answer] of own) expect([what, ...outcomeOf(answer)]).toEqual([what, 410, 'patient.deleted'])
  // What one was writing oneself is not lost.
  expect((await clinician.browser.call(draftRoutes.read, { id: draft.id })).sections[0]!.text).toBe('Begun before')
})

test('an import refuses the lines about a deleted patient, and says why', async () => {
  const { id, seen } = await deletedPatient()
  const received = Buffer.from(JSON.stringify({ ...observation(id), id: 'imported' }))
  const checked = checkResource('Observation', received)
  if (!('resource' in checked)) throw new Error(JSON.stringify(checked.problems))
  const arrived = { type: 'Observation', facts: factsOf(checked.resource, received, new Date()), received }
  const outcomes = await inPractice(candour, manager.session.practice.id, (inside) =>
    keepMany({ ...inside, now: new Date() }, [
      { ...arrived, fhirId: 'imported' },
      { ...arrived, fhirId: seen },
    ]),
  )
  for (const one of outcomes)
    expect(one).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/was deleted/) })
})

test('only who may delete patients brings one back; then everything is as it was', async () => {
  const { id, note } = await deletedPatient()
  const patient = { resourceType: 'Patient', id, name: [{ family: 'Fennimore' }], gender: 'female' }
  const before = await lastNumber(candour, owner, manager.session.practice.id)
  expect(outcomeOf(await send(clinician, 'PUT', `Patient/${id}`, patient))).toEqual([403, 'access.refused'])
  expect(outcomeOf(await send(clinician, 'DELETE', `Patient/${id}`))).toEqual([403, 'access.refused'])
  expect((await refusedSince(before)).map(({ subjects }) => subjects)).toEqual([[id], [id]])
  expect((await send(manager, 'DELETE', `Patient/${id}`)).status).toBe(204)
  expect((await send(manager, 'PUT', `Patient/${id}`, patient)).status).toBe(201)
  expect((await clinician.browser.call(noteRoutes.read, { id: note })).patient).toBe(id)
  expect((await send(clinician, 'POST', 'Observation', observation(id))).status).toBe(201)
  expect(
    (await clinician.browser.call(patientRoutes.find, { text: 'fennimore' })).matches.map((one) => one.id),
  ).toContain(id)
})

test('what a deleted patient owns together with another stays the other’s', async () => {
  const [gone, stays] = [
    await registerPatient(manager, { family: 'Gone' }),
    await registerPatient(manager, { family: 'Stays' }),
  ]
  const appointment = {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-05-04T09:00:00Z',
    end: '2026-05-04T09:20:00Z',
    participant: [gone, stays].map(({ id }) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })),
  }
  const { id } = (await send(clinician, 'POST', 'Appointment', appointment)).body
  await send(manager, 'DELETE', `Patient/${gone.id}`)
  expect((await send(clinician, 'GET', `Appointment/${id}`)).status).toBe(200)
  const change = { ...appointment, id, status: 'cancelled' }
  expect((await send(clinician, 'PUT', `Appointment/${id}`, change, { 'if-match': 'W/"1"' })).status).toBe(200)
  expect(outcomeOf(await send(clinician, 'POST', 'Appointment', appointment))).toEqual([410, 'patient.deleted'])
  await send(manager, 'DELETE', `Patient/${stays.id}`)
  expect(outcomeOf(await send(clinician, 'GET', `Appointment/${id}`))).toEqual([410, 'patient.deleted'])
})

test('a note that was moved to another patient stays readable when the first is deleted, and when erased', async () => {
  for (const fate of ['deleted', 'erased'] as const) {
    const [wrong, right] = [
      await registerPatient(manager, { family: 'Wrong' }),
      await registerPatient(manager, { family: 'Right' }),
    ]
    const note = await writeNote(clinician, wrong.id, 'Meant for somebody else')
    const { body } = await send(manager, 'GET', `Composition/${note}`)
    const moved = { ...body, subject: { reference: `Patient/${right.id}` } }
    expect((await send(manager, 'PUT', `Composition/${note}`, moved, { 'if-match': 'W/"1"' })).status).toBe(200)
    await send(manager, 'DELETE', `Patient/${wrong.id}`)
    if (fate === 'erased')
      await inPractice(candour, manager.session.practice.id, (inside) =>
        destroyCompartment({ ...inside, now: new Date() }, wrong.id),
      )
    const read = await clinician.browser.call(noteRoutes.read, { id: note })
    expect([fate, read.patient, read.versions.length]).toEqual([fate, right.id, fate === 'erased' ? 1 : 2])
    expect((await clinician.browser.try(sealRoutes.read, { type: 'Composition', id: note })).status).toBe(200)
    expect((await send(clinician, 'GET', `Composition/${note}/_history/2`)).status).toBe(200)
    expect((await send(clinician, 'GET', `Composition/${note}/_history/1`)).status).toBe(410)
    expect((await send(clinician, 'GET', `/api/patients/${right.id}/timeline`)).status).toBe(200)
  }
})

test('a patient who is made to look deleted in the database is noticed where the patient is read', async () => {
  const { id } = await registerPatient(manager, { family: 'Made' })
  await owner.rows(`update candour.resource set deleted = true where type = 'Patient' and id = $1`, [id])
  for (const path of [`/api/patients/${id}`, `/api/patients/${id}/timeline`, `Patient/${id}`])
    expect([path, ...outcomeOf(await send(clinician, 'GET', path))]).toEqual([path, 500, 'record.altered'])
})
