import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FhirResource } from './check-resource.ts'
import { summarise } from './summarise.ts'

const now = new Date('2026-11-22T10:00:00Z')
const show = (resourceType: string, elements: Record<string, unknown> = {}) =>
  summarise({ resourceType, ...elements } as FhirResource, now)
const words = (text: string) => ({ text })
const coded = (code: string) => ({ coding: [{ code }] })

describe('what it is called, and under which heading', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['Condition', { code: words('Asthma') }, 'problem', 'Asthma'],
    ['Condition', { code: { coding: [{ display: 'Asthma (disorder)' }] } }, 'problem', 'Asthma'],
    ['Condition', {}, 'problem', 'Problem without a name'],
    ['MedicationRequest', { medicationCodeableConcept: words('Apixaban 5 mg') }, 'medicine', 'Apixaban 5 mg'],
    ['MedicationStatement', { medicationReference: { display: 'Warfarin' } }, 'medicine', 'Warfarin'],
    [
      'MedicationDispense',
      { medicationReference: { reference: '#m' }, contained: [{ id: 'm', code: words('Codeine') }] },
      'medicine',
      'Codeine',
    ],
    ['Immunization', { vaccineCode: words('Influenza') }, 'immunisation', 'Influenza'],
    ['Encounter', { class: { code: 'EMER' } }, 'encounter', 'Emergency visit'],
    ['Appointment', { description: 'Check-up' }, 'encounter', 'Check-up'],
    ['Procedure', { code: words('Scale and polish') }, 'procedure', 'Scale and polish'],
    ['Observation', { code: words('Heart rate') }, 'result', 'Heart rate'],
    ['DiagnosticReport', { code: words('Full blood count') }, 'result', 'Full blood count'],
    ['CarePlan', { category: [coded('assess-plan'), words('Diabetes self care')] }, 'plan', 'Diabetes self care'],
    ['Goal', { description: words('Walk a mile') }, 'plan', 'Walk a mile'],
    ['ServiceRequest', { code: words('Chest X-ray') }, 'plan', 'Chest X-ray'],
    ['FamilyMemberHistory', { relationship: words('Mother') }, 'other', 'Family history: Mother'],
    ['ImmunizationRecommendation', {}, 'other', 'Immunization recommendation'],
    ['Media', { content: { contentType: 'image/png', title: 'Left hand' } }, 'image', 'Left hand'],
  ])('%s %j', (type, elements, kind, title) => {
    expect(show(type, elements)).toMatchObject({ kind, title })
  })
})

describe('when it happened, by the record itself', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['Condition', { onsetDateTime: '1985-06-24T14:37:35-04:00', recordedDate: '2001' }, '1985-06-24T18:37:35.000Z'],
    ['Condition', { onsetDateTime: '1985-06', recordedDate: '2001' }, '1985-06'],
    ['Condition', { onsetAge: { value: 40 }, recordedDate: '2001-02-03' }, '2001-02-03'],
    ['MedicationRequest', { authoredOn: '2024-05-01' }, '2024-05-01'],
    ['Immunization', { occurrenceDateTime: '2014-02-24' }, '2014-02-24'],
    ['Immunization', { occurrenceString: 'as a child' }, ''],
    [
      'Encounter',
      { period: { start: '2002-04-24T12:31:08Z', end: '2002-04-24T13:13:03Z' } },
      '2002-04-24T12:31:08.000Z',
    ],
    ['Encounter', { period: { end: '2002' } }, '2002'],
    ['Observation', { effectiveInstant: '2020-01-01T00:00:00Z', issued: '2021' }, '2020-01-01T00:00:00.000Z'],
    ['Observation', { effectiveTiming: { event: ['2019-03-04'] } }, '2019-03-04'],
    ['Procedure', { performedPeriod: { start: '2022-08-10' } }, '2022-08-10'],
    ['DocumentReference', { context: { period: { start: '2021' } } }, '2021'],
    ['Observation', { effectiveDateTime: 'last Tuesday' }, ''],
    ['Observation', {}, ''],
  ])('%s %j happened %s', (type, elements, at) => expect(show(type, elements).at).toBe(at))
})

describe('how it stands', () => {
  test.each<[string, Record<string, unknown>, string, string | undefined]>([
    ['Condition', { clinicalStatus: coded('active') }, 'current', 'active'],
    [
      'Condition',
      { clinicalStatus: coded('active'), verificationStatus: coded('provisional') },
      'current',
      'active, provisional',
    ],
    ['Condition', { clinicalStatus: coded('resolved') }, 'past', 'resolved'],
    ['Condition', { abatementDateTime: '2020' }, 'past', 'ended'],
    [
      'Condition',
      { clinicalStatus: coded('active'), verificationStatus: coded('entered-in-error') },
      'in-error',
      'entered in error',
    ],
    ['AllergyIntolerance', { verificationStatus: coded('refuted') }, 'in-error', 'refuted'],
    ['MedicationRequest', { status: 'active' }, 'current', 'active'],
    ['MedicationRequest', { status: 'completed' }, 'past', 'completed'],
    ['MedicationDispense', { status: 'completed' }, 'none', undefined],
    ['Immunization', { status: 'not-done' }, 'past', 'not done'],
    ['Appointment', { status: 'booked' }, 'planned', 'booked'],
    ['Procedure', { status: 'completed' }, 'none', undefined],
    ['Observation', { status: 'final' }, 'none', undefined],
    ['Observation', { status: 'amended' }, 'none', 'amended'],
    ['Observation', { status: 'entered-in-error' }, 'in-error', 'entered in error'],
    ['Goal', { lifecycleStatus: 'active' }, 'current', 'active'],
  ])('%s %j', (type, elements, standing, state) => {
    const shown = show(type, elements)
    expect([shown.standing, shown.state]).toEqual([standing, state])
  })
})

describe('what was found', () => {
  const quantity = (value: number, unit = 'mmHg') => ({ value, unit })
  const pressure = (...codes: [string, number][]) => ({
    component: codes.map(([code, value]) => ({ code: coded(code), valueQuantity: quantity(value) })),
  })
  test.each<[Record<string, unknown>, string]>([
    [{ valueQuantity: quantity(72, 'per min') }, '72 per min'],
    [{ valueQuantity: { value: 5, code: 'mm[Hg]', comparator: '<' } }, '< 5 mmHg'],
    [{ valueQuantity: quantity(27.343498234, 'kg/m2') }, '27.343 kg/m2'],
    [{ valueQuantity: quantity(0.0625, 'mg') }, '0.0625 mg'],
    [{ valueQuantity: quantity(7.2, 'mmol/L'), interpretation: [coded('H')] }, '7.2 mmol/L, high'],
    [pressure(['8480-6', 120], ['8462-4', 80]), '120/80 mmHg'],
    [pressure(['8462-4', 80], ['8480-6', 120]), '120/80 mmHg'],
    [pressure(['1', 4], ['2', 5]), '1: 4 mmHg; 2: 5 mmHg'],
    [{ valueCodeableConcept: words('Never smoked') }, 'Never smoked'],
    [{ valueString: 'No growth' }, 'No growth'],
    [{ valueBoolean: false }, 'No'],
    [{ valueInteger: 3 }, '3'],
    [{ valueRange: { low: quantity(1, 'g'), high: quantity(2, 'g') } }, '1 g to 2 g'],
    [{ valueRatio: { numerator: quantity(1, ''), denominator: quantity(128, '') } }, '1 : 128'],
    [{ dataAbsentReason: words('Not performed') }, 'Not known: not performed'],
    [{}, ''],
  ])('%j is %s', (elements, value) => expect(show('Observation', elements).value).toBe(value))

  test('numbers come with their unit and the limits that the record names', () => {
    const range = [{ low: { value: 3.5 }, high: { value: 5.3 } }]
    const { measured, code } = show('Observation', {
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3', display: 'Potassium' }] },
      valueQuantity: quantity(4.1, 'mmol/L'),
      referenceRange: range,
    })
    expect(code).toBe('http://loinc.org|2823-3')
    expect(measured).toEqual([{ label: 'Potassium', value: 4.1, unit: 'mmol/L', low: 3.5, high: 5.3 }])
  })
})

test('a dose is told as it is written, else put together', () => {
  const dose = (dosage: unknown) => show('MedicationRequest', { dosageInstruction: [dosage] }).preview
  expect(dose({ text: 'One at night' })).toBe('One at night')
  expect(
    dose({
      doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' } }],
      route: words('by mouth'),
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      asNeededBoolean: true,
    }),
  ).toBe('5 mg, by mouth, twice a day, as needed')
})

test('who did it is who the record names; the encounter is the one that it names', () => {
  const named = show('Procedure', {
    performer: [{ actor: { display: 'Dr Uldale' } }],
    encounter: { reference: 'Encounter/e-1' },
  })
  expect([named.author.name, named.encounter]).toEqual(['Dr Uldale', 'e-1'])
  expect(show('DocumentReference', { context: { encounter: [{ reference: 'Encounter/e-2' }] } }).encounter).toBe('e-2')
  expect(show('MedicationDispense', { context: { reference: 'Encounter/e-3' } }).encounter).toBe('e-3')
  expect(show('Procedure', { encounter: { reference: 'Encounter?identifier=x' } }).encounter).toBeUndefined()
})

test('a document’s words are shown, markup never; XML is no preview', () => {
  const document = (contentType: string, text: string) =>
    show('DocumentReference', {
      content: [{ attachment: { contentType, data: Buffer.from(text).toString('base64') } }],
    }).preview
  expect(document('text/plain; charset=utf-8', 'A cough')).toBe('A cough')
  expect(document('text/html', '<style>p{}</style><p>A <b>cough</b></p>')).toBe('A cough')
  expect(document('application/xml', '<ClinicalDocument/>')).toBe('')
})

const types = [
  'AllergyIntolerance',
  'Appointment',
  'CarePlan',
  'Composition',
  'Condition',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'Media',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'ServiceRequest',
  'Flag',
  'constructor',
  '__proto__',
]
const names = [
  'code',
  'coding',
  'text',
  'display',
  'value',
  'unit',
  'reference',
  'start',
  'end',
  'period',
  'repeat',
  'status',
  'component',
  'valueQuantity',
  'valueCodeableConcept',
  'interpretation',
  'referenceRange',
  'low',
  'high',
  'note',
  'clinicalStatus',
  'verificationStatus',
  'medicationCodeableConcept',
  'dosageInstruction',
  'timing',
  'content',
  'attachment',
  'data',
  'contentType',
  'section',
  'div',
  'participant',
  'author',
  'performer',
  'actor',
  'reaction',
  'onsetDateTime',
  'effectivePeriod',
  'context',
  'encounter',
  'class',
  'location',
  'category',
  'description',
]

test('P51 whatever the elements hold, it is summarised: with words, a moment that sorts, and nothing thrown', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '2024-02-30',
      '-1e9999',
      '#',
      'text/html',
      'Encounter/x',
      '+275760-09-13T00:00:00Z',
      '2024-13-01T00:00:00Z',
    ),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  )
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      leaf,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.dictionary(fc.constantFrom(...names), any, { maxKeys: 12 }),
      (type, elements) => {
        const shown = show(type, elements)
        expect(shown.title).not.toBe('')
        expect(shown.at).toMatch(/^$|^\d{4}/)
        expect(JSON.stringify(shown).length).toBeLessThan(12_000)
      },
    ),
    { numRuns: 2000, seed: 11 },
  )
})

const folder = new URL('../../../../../shared/data/synthea-10/', import.meta.url)
const isHere = existsSync(folder)

test.skipIf(!isHere)(
  `every clinical resource of another system has a name and a moment${isHere ? '' : ' (left out: shared/data/synthea-10 is not here)'}`,
  () => {
    for (const type of [
      'AllergyIntolerance',
      'Condition',
      'Encounter',
      'Immunization',
      'MedicationRequest',
      'Procedure',
    ]) {
      const lines = readFileSync(new URL(`${type}.000.ndjson`, folder), 'utf8').split('\n')
      for (const line of lines.filter((one) => one !== '')) {
        const shown = summarise(JSON.parse(line) as FhirResource, now)
        expect([shown.title, shown.at.length], line).toEqual([
          expect.stringMatching(/^(?!.*(without a name|not named|kept elsewhere)).+/),
          24,
        ])
      }
    }
  },
)
