import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Sorrel')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

/** The elements that Candour reads, filled with whatever JSON can hold. */
const elements: Record<string, string[]> = {
  Patient: ['name', 'telecom', 'gender', 'birthDate', 'address', 'identifier', 'deceasedDateTime', 'deceasedBoolean'],
  Composition: ['title', 'type', 'date', 'author', 'section', 'status', 'text'],
  DocumentReference: ['content', 'type', 'date', 'author', 'description', 'status'],
  AllergyIntolerance: ['code', 'reaction', 'verificationStatus', 'recordedDate'],
}
const names = [
  'family',
  'given',
  'prefix',
  'use',
  'text',
  'system',
  'value',
  'line',
  'city',
  'postalCode',
  'coding',
  'code',
  'display',
  'section',
  'title',
  'div',
  'attachment',
  'contentType',
  'data',
  'manifestation',
]
const words = [
  'official',
  'old',
  'phone',
  'email',
  'https://fhir.nhs.uk/Id/nhs-number',
  '9990000018',
  'text/plain',
  'image/png',
  '\ud800',
  '<'.repeat(50),
  '&#55296;&#x110000;',
  'not base64!',
  '2026-02-30',
  '1957',
  '-1e9999',
]

const leaf = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
)
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(fc.oneof(tie('any'), fc.constant(null)), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('any'), { minKeys: 1, maxKeys: 4 }),
  ),
}))

const resource = fc
  .constantFrom(...Object.keys(elements))
  .chain((type) =>
    fc.tuple(
      fc.constant(type),
      fc.record(Object.fromEntries(elements[type]!.map((name) => [name, any])), { requiredKeys: [] }),
    ),
  )

test('P51 a FHIR resource with odd elements is kept or refused, and whoever reads the record afterwards gets an answer', async () => {
  const patient = (await registerPatient(house.admin, { family: 'Sorrel' })).id
  const get = (path: string) => house.admin.browser.send('GET', path)
  let kept = 0
  await fc.assert(
    fc.asyncProperty(resource, async ([type, body]) => {
      const owner = type === 'AllergyIntolerance' ? 'patient' : 'subject'
      const whose = type === 'Patient' ? {} : { [owner]: { reference: `Patient/${patient}` } }
      const sent = JSON.stringify({ ...body, resourceType: type, ...whose })
      const made = await house.admin.browser.send('POST', `/fhir/R4/${type}`, sent, {
        'content-type': 'application/json',
      })
      expect([made.status < 500, sent]).toEqual([true, sent])
      if (made.status !== 201) return
      kept += 1
      const id = /\/([^/]+)\/_history/.exec(made.headers.get('location')!)![1]!
      const pages: Record<string, string[]> = {
        Patient: [`/api/patients/${id}`],
        Composition: [`/api/notes/${id}`],
        DocumentReference: [`/api/files/${id}`],
        AllergyIntolerance: [],
      }
      const all = [
        ...pages[type]!,
        `/fhir/R4/${type}/${id}`,
        `/api/patients/${patient}`,
        `/api/patients/${patient}/timeline`,
      ]
      for (const path of all) expect([path, (await get(path)).status, sent]).toEqual([path, 200, sent])
    }),
    { numRuns: 150, seed: 7 },
  )
  expect(kept).toBeGreaterThan(50)
  const find = await house.admin.browser.send('POST', '/api/patients/find', '{"text":"sorrel"}', {
    'content-type': 'application/json',
  })
  expect(find.status).toBe(200)
}, 60_000)
