import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from './candour.ts'
import { colleague, registerPatient, signUp } from './people.ts'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

test('a practice signs up, registers a patient, keeps a note, and reads it back with who wrote it (P25)', async () => {
  const owner = await signUp(candour)
  expect(owner.session.practice).toMatchObject({ name: 'Tallow Lane Dental', kind: 'dental', readOnly: false })
  const patient = await registerPatient(owner, { nhsNumber: '999 000 0018' } as never)
  const found = await owner.browser.call(patientRoutes.find, { text: 'ashd marg 1957' })
  expect(found.matches.map((match) => match.id)).toEqual([patient.id])
  const draft = await owner.browser.call(draftRoutes.start, {
    patient: patient.id,
    title: 'Examination',
    sections: [{ heading: 'Complaint', text: 'A twinge & <pain>\nsecond line' }],
  })
  const note = await owner.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: draft.revision })
  const read = await owner.browser.call(noteRoutes.read, { id: note.id })
  expect(read).toMatchObject({
    title: 'Examination',
    version: 1,
    author: { name: 'Imogen Thrale' },
    sections: [{ heading: 'Complaint', text: 'A twinge & <pain>\nsecond line' }],
  })
  const nurse = await colleague(candour, owner, 2)
  await nurse.browser.call(patientRoutes.read, { id: patient.id })
  await candour.settle()
  const seal = await owner.browser.call(sealRoutes.read, { type: 'Composition', id: note.id })
  expect(seal.entry).toBeGreaterThan(0)
  expect(seal.openedBy.map((one) => one.person.name)).toContain('Nkem Adeyfield')
  const { entries } = await owner.browser.call(entryRoutes.list, { kind: 'signed-in' })
  expect(entries.map((entry) => entry.who.name)).toContain('Nkem Adeyfield')
})
