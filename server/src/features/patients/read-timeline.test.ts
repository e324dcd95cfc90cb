import { timelineRoute, type TimelineItem } from '@candour/contract/timeline.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { newId } from '../../platform/vault/ids.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { summarise } from '../resources/summarise.ts'
import { writeResource } from '../resources/write-resource.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startTestCandour()
  admin = (await signUp(candour)) as Person
})
afterAll(() => candour.stop())

type Elements = Record<string, unknown> & { resourceType: string }

/** Written as the FHIR door writes them, whichever types that lets in today. Answers with their ids. */
function keep(patient: string, resources: readonly Elements[]): Promise<string[]> {
  return inPractice(candour, admin.session.practice.id, async (inside) => {
    const within = { ...inside, now: new Date() }
    const key = (await openCompartment(within, patient))!
    const ids: string[] = []
    for (const resource of resources) {
      const id = typeof resource['id'] === 'string' ? resource['id'] : newId()
      const lastUpdated = within.now.toISOString()
      const bytes = Buffer.from(JSON.stringify({ ...resource, id, meta: { lastUpdated } }))
      const summary = summarise(resource as FhirResource, within.now)
      writeResource(within, key, { type: resource.resourceType, id, version: 1, bytes, summary })
      ids.push(id)
    }
    return ids
  })
}

const newPatient = async () => (await registerPatient(admin)).id
const ask = (id: string, more: Record<string, string> = {}) =>
  admin.browser.call(timelineRoute, { id, ...more } as never)
const titles = (items: readonly TimelineItem[]) => items.map(({ title }) => title)
const words = (text: string) => ({ text })
const status = (code: string) => ({ coding: [{ code }] })

test('everything in a record stands in its timeline, newest first, with its kind; what has no date comes last', async () => {
  const patient = await newPatient()
  await keep(patient, [
    { resourceType: 'Condition', code: words('Asthma'), onsetDateTime: '1985' },
    { resourceType: 'Procedure', code: words('Scaling'), performedDateTime: '2024-05-01T10:00:00+01:00' },
    { resourceType: 'Flag', code: words('Lip-reads') },
    { resourceType: 'Immunization', vaccineCode: words('Influenza'), occurrenceDateTime: '2024-05-01' },
    { resourceType: 'Encounter', type: [words('Check-up')], period: { start: '2024-05-01T08:30:00Z' } },
  ])
  const { items, counts, years, total } = await ask(patient)
  expect(titles(items)).toEqual(['Scaling', 'Check-up', 'Influenza', 'Asthma', 'Flag: Lip-reads'])
  expect(counts).toMatchObject({ all: 5, problem: 1, procedure: 1, immunisation: 1, encounter: 1, other: 1, note: 0 })
  expect(years).toEqual([
    { year: '2024', count: 3 },
    { year: '1985', count: 1 },
  ])
  expect(total).toBe(5)
  expect(titles((await ask(patient, { kind: 'problem' })).items)).toEqual(['Asthma'])
})

test('pages of 50 hold each thing once, in one order, also where moments are alike; a year is jumped to', async () => {
  const patient = await newPatient()
  const many = Array.from({ length: 130 }, (_, place) => ({
    resourceType: 'Procedure',
    code: words(`Step ${place}`),
    performedDateTime: `${2010 + Math.floor(place / 26)}-06-01`,
  }))
  await keep(patient, many)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ask(patient, { kind: 'procedure', ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(50)
    seen.push(...titles(page.items))
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(130)
  const again = await ask(patient, { kind: 'procedure' })
  expect(titles(again.items)).toEqual(seen.slice(0, 50))
  const jumped = await ask(patient, { year: '2011' })
  expect(jumped.items[0]?.at).toBe('2011-06-01')
  expect([jumped.items.length, jumped.total, jumped.overview]).toEqual([50, 130, null])
  const rest = await ask(patient, { year: '2011', cursor: jumped.cursor! })
  expect([rest.items.length, rest.cursor]).toEqual([2, null])
  expect((await ask(patient, { year: '1999' })).items).toEqual([])
})

test('an encounter is asked what happened within it, and a measurement for its course', async () => {
  const patient = await newPatient()
  const [visit] = await keep(patient, [{ resourceType: 'Encounter', period: { start: '2024-01-01' } }])
  const within = { encounter: { reference: `Encounter/${visit}` } }
  const pulse = { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] }
  const beats = (value: number, on: string) => ({
    resourceType: 'Observation',
    code: pulse,
    effectiveDateTime: on,
    valueQuantity: { value, unit: 'per min' },
  })
  await keep(patient, [
    { resourceType: 'Procedure', code: words('Scaling'), ...within },
    { ...beats(72, '2024-01-01'), ...within },
    beats(80, '2025-01-01'),
    { resourceType: 'Procedure', code: words('Elsewhere') },
  ])
  expect(titles((await ask(patient, { encounter: visit! })).items)).toEqual(['Heart rate', 'Scaling'])
  const course = await ask(patient, { kind: 'result', code: 'http://loinc.org|8867-4' })
  expect(course.items.map(({ value, measured }) => [value, measured[0]?.value])).toEqual([
    ['80 per min', 80],
    ['72 per min', 72],
  ])
})

test('the first page tells what holds now: problems, medicines, immunisations, the newest of what is measured', async () => {
  const patient = await newPatient()
  const problem = (name: string, code: string, more = {}) => ({
    resourceType: 'Condition',
    code: words(name),
    clinicalStatus: status(code),
    onsetDateTime: '2020',
    ...more,
  })
  const medicine = (name: string, code: string, on: string) => ({
    resourceType: 'MedicationRequest',
    medicationCodeableConcept: words(name),
    status: code,
    authoredOn: on,
  })
  const weight = (value: number, on: string, state = 'final') => ({
    resourceType: 'Observation',
    status: state,
    code: words('Weight'),
    effectiveDateTime: on,
    valueQuantity: { value, unit: 'kg' },
  })
  await keep(patient, [
    problem('Asthma', 'active'),
    problem('Fracture', 'resolved'),
    problem('Mistaken', 'active', { verificationStatus: status('entered-in-error') }),
    medicine('Apixaban', 'stopped', '2025-01-01'),
    medicine('Apixaban', 'active', '2024-01-01'),
    medicine('Codeine', 'completed', '2024-01-01'),
    { resourceType: 'Immunization', status: 'completed', vaccineCode: words('Influenza'), occurrenceDateTime: '2024' },
    { resourceType: 'Immunization', status: 'not-done', vaccineCode: words('Shingles'), occurrenceDateTime: '2024' },
    weight(70, '2024-01-01'),
    weight(71, '2025-01-01'),
    weight(700, '2026-01-01', 'entered-in-error'),
  ])
  const { overview } = await ask(patient)
  expect(titles(overview!.problems)).toEqual(['Asthma'])
  expect(titles(overview!.medicines)).toEqual(['Apixaban'])
  expect([overview!.pastProblems, overview!.pastMedicines]).toEqual([1, 1])
  expect(titles(overview!.immunisations)).toEqual(['Influenza'])
  expect(overview!.measurements).toMatchObject([
    { newest: { value: '71 kg' }, count: 2, course: [{ value: 70 }, { value: 71 }] },
  ])
  expect((await ask(patient, { kind: 'problem' })).overview).toBeNull()
})
