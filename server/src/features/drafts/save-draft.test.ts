import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'

let candour: TestCandour
let owner: Person
let patient: string
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
  patient = (await registerPatient(owner)).id
})
afterAll(() => candour.stop())

const text = (words: string) => ({ title: 'Examination', sections: [{ heading: 'Complaint', text: words }] })

test('two devices write at once: both texts are kept, each as a draft, and neither is overwritten', async () => {
  const phone = await signIn(candour, owner.email)
  const draft = await owner.browser.call(draftRoutes.start, { patient, ...text('first'), device: 'PC' })
  const onPc = await owner.browser.call(draftRoutes.save, {
    id: draft.id,
    baseRevision: 1,
    ...text('from the PC'),
    device: 'PC',
  })
  expect(onPc).toMatchObject({ outcome: 'saved', draft: { revision: 2 } })
  const onPhone = await phone.browser.call(draftRoutes.save, {
    id: draft.id,
    baseRevision: 1,
    ...text('from the phone'),
    device: 'Phone',
  })
  expect(onPhone).toMatchObject({
    outcome: 'split',
    draft: { splitFrom: draft.id, patient },
    other: { id: draft.id, revision: 2 },
  })
  const { drafts } = await owner.browser.call(draftRoutes.list, {})
  expect(drafts.map((one) => one.sections[0]!.text).toSorted()).toEqual(['from the PC', 'from the phone'])
})

test('a save whose answer was lost and is sent again is the same save', async () => {
  const draft = await owner.browser.call(draftRoutes.start, { patient, ...text('a') })
  for (const _try of [1, 2]) {
    const saved = await owner.browser.call(draftRoutes.save, { id: draft.id, baseRevision: 1, ...text('b') })
    expect(saved).toMatchObject({ outcome: 'saved', draft: { revision: 2 } })
  }
})

test('a draft comes back from the bin as it was', async () => {
  const draft = await owner.browser.call(draftRoutes.start, { patient, ...text('binned') })
  await owner.browser.call(draftRoutes.discard, { id: draft.id })
  const listed = await owner.browser.call(draftRoutes.list, {})
  expect(listed.drafts.map((one) => one.id)).not.toContain(draft.id)
  expect(await owner.browser.call(draftRoutes.restore, { id: draft.id })).toMatchObject(text('binned'))
})

test('drafts are their writer’s: a colleague of any level finds none of them', async () => {
  const draft = await owner.browser.call(draftRoutes.start, { patient, ...text('private') })
  const other = await colleague(candour, owner, 4)
  for (const route of [draftRoutes.read, draftRoutes.discard, draftRoutes.restore]) {
    expect((await other.browser.try(route, { id: draft.id })).status).toBe(404)
  }
  expect((await other.browser.call(draftRoutes.list, {})).drafts).toEqual([])
  const taken = await other.browser.try(draftRoutes.start, { id: draft.id, patient, ...text('same id') })
  expect(taken.status).toBe(409)
})

test('P25 an amended note keeps both versions, each with its author; two amendments at once keep the second as a draft', async () => {
  const first = await owner.browser.call(draftRoutes.start, { patient, ...text('version one') })
  const note = await owner.browser.call(draftRoutes.finish, { id: first.id, baseRevision: 1 })
  const nurse = await colleague(candour, owner, 2, 'Nkem Adeyfield')
  const drafts = [owner, nurse].map((person) =>
    person.browser.call(draftRoutes.start, {
      patient: null,
      ...text(`by ${person.session.member.name}`),
      amends: { note: note.id },
    }),
  )
  const [mine, hers] = await Promise.all(drafts)
  await nurse.browser.call(draftRoutes.finish, { id: hers!.id, baseRevision: 1 })
  const late = await owner.browser.try(draftRoutes.finish, { id: mine!.id, baseRevision: 1 })
  expect([late.status, late.body.error.code]).toEqual([409, 'record.changed_meanwhile'])
  expect(await owner.browser.call(draftRoutes.read, { id: mine!.id })).toMatchObject(text('by Imogen Thrale'))
  const read = await owner.browser.call(noteRoutes.read, { id: note.id })
  expect(read).toMatchObject({ version: 2, status: 'amended', sections: [{ text: 'by Nkem Adeyfield' }] })
  expect(read.versions.map((one) => one.author.name)).toEqual(['Imogen Thrale', 'Nkem Adeyfield'])
  const old = await owner.browser.call(noteRoutes.read, { id: note.id, version: 1 })
  expect(old).toMatchObject({ version: 1, can: [], sections: [{ text: 'version one' }] })
})
