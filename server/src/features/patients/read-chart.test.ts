import { chartRoute } from '@candour/contract/charts.ts'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { registerPatient } from '../../../test/people.ts'
import { countNotices, expectClosed } from '../../../test/walls/altered.ts'
import { buildHouse, writeNote, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Kelp')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const open = (id: string) => house.admin.browser.call(chartRoute, { id })
const sql = (text: string, ...values: unknown[]) => house.owner.rows(text, values)

async function patientWithNotes(...texts: string[]) {
  const { id } = await registerPatient(house.admin)
  const notes: string[] = []
  for (const text of texts) notes.push(await writeNote(house.admin, id, text))
  return { id, notes }
}

test('one request opens a record: the card, the first page, and its notes to the letter as each is read alone', async () => {
  const { id, notes } = await patientWithNotes('First Kelp', 'Second Kelp')
  for (const time of ['opened', 'from memory']) {
    const chart = await open(id)
    expect([time, chart.patient]).toEqual([time, await house.admin.browser.call(patientRoutes.read, { id })])
    expect(chart.timeline).toEqual(await house.admin.browser.call(patientRoutes.timeline, { id }))
    expect(chart.notes.map((note) => note.id)).toEqual(notes.toReversed())
    for (const note of chart.notes)
      expect(note).toEqual(await house.admin.browser.call(noteRoutes.read, { id: note.id }))
  }
})

test('P33 each note that it opened says so, by one entry, from memory too', async () => {
  const { id, notes } = await patientWithNotes('First Kelp', 'Second Kelp')
  await open(id)
  await open(id)
  await candour.settle()
  for (const note of notes) {
    const seal = await house.admin.browser.call(sealRoutes.read, { type: 'Composition', id: note })
    expect(seal.openedBy.filter((one) => one.itself && one.what === 'Opened the chart')).toHaveLength(2)
  }
})

test('what is written, amended or deleted since stands in the next answer', async () => {
  const { id, notes } = await patientWithNotes('First Kelp')
  await open(id)
  const added = await writeNote(house.admin, id, 'Second Kelp')
  expect((await open(id)).notes.map((note) => note.id)).toEqual([added, notes[0]])
  const draft = await house.admin.browser.call(draftRoutes.start, {
    patient: id,
    title: 'Amended',
    sections: [{ heading: '', text: 'Amended Kelp' }],
    amends: { note: added },
  })
  await house.admin.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
  const amended = (await open(id)).notes.find((note) => note.id === added)!
  expect([amended.version, amended.sections[0]?.text, amended.versions.length]).toEqual([2, 'Amended Kelp', 2])
  await house.admin.browser.send('DELETE', `/fhir/R4/Composition/${added}`)
  expect((await open(id)).notes.map((note) => note.id)).toEqual(notes)
})

const altered: [string, string][] = [
  ['a summary', 'update candour.resource set summary = sealed where'],
  ['sealed bytes', `update candour.resource set sealed = set_byte(sealed, 70, (get_byte(sealed, 70) + 1) % 256) where`],
  ['a hash', 'update candour.resource set hash = sha256(hash) where'],
  ['a mark', 'update ledger.mark set hash = sha256(hash) where'],
  ['a time', `update candour.resource set last_updated = last_updated + interval '1 minute' where`],
  ['a row, which is gone', 'delete from candour.resource where'],
]

for (const [what, change] of altered)
  test(`P33 what was opened before is refused once ${what} was altered outside Candour, and told`, async () => {
    const { id, notes } = await patientWithNotes('First Kelp', 'Second Kelp')
    await open(id)
    const before = await countNotices(house)
    await sql(`${change} practice = $1 and id = $2`, house.practice, notes[0])
    expectClosed(await house.admin.browser.send('GET', `/api/patients/${id}/chart`), what, ['First'])
    expect(await countNotices(house)).toBe(before + 1)
  })

test('what was opened before is closed once the patient was erased, also where another node did it', async () => {
  const { id } = await patientWithNotes('First Kelp')
  await open(id)
  // The key alone, as this node sees it when another erases.
  await sql(
    'update candour.compartment set wrapped = null, destroyed_at = now() where practice = $1 and compartment = $2',
    house.practice,
    id,
  )
  expect((await house.admin.browser.send('GET', `/api/patients/${id}/chart`)).status).toBe(410)
  const other = await patientWithNotes('Second Kelp')
  await open(other.id)
  await inPractice(candour, house.practice, (inside) => destroyCompartment({ ...inside, now: new Date() }, other.id))
  expect((await house.admin.browser.send('GET', `/api/patients/${other.id}/chart`)).status).toBe(410)
})
