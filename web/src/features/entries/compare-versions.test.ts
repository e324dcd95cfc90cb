import { expect, test } from 'vitest'
import { compareVersions } from './compare-versions.ts'
import { shortened, wordDiff } from './word-diff.ts'

const differ = (before: object | null, after: object | null) =>
  compareVersions(before && JSON.stringify(before), after && JSON.stringify(after)).map(
    ({ label, before: was, after: is }) => `${label}: ${was} → ${is}`,
  )
const note = (sections: Record<string, string>) => ({
  resourceType: 'Composition',
  id: 'x',
  meta: { versionId: String(Math.random()) },
  text: { div: `<div>${Object.values(sections).join()}</div>` },
  title: 'Examination',
  section: Object.entries(sections).map(([title, words]) => ({
    title,
    text: { status: 'generated', div: `<div>${words}</div>` },
  })),
})

test('P28 sections of a note are told by their titles; narrative, id and meta are not told', () => {
  const before = note({ 'Teeth, 26': 'Composite sound', Recall: '12 months', Gone: 'Old' })
  const after = note({ 'Teeth, 26': 'Gap at the margin', Recall: '12 months', Diagnosis: 'Reversible pulpitis, 26' })
  expect(differ(before, after)).toEqual([
    'Teeth, 26: Composite sound → Gap at the margin',
    'Gone: Old → null',
    'Diagnosis: null → Reversible pulpitis, 26',
  ])
})

test('P28 a patient’s fields read as the chart has them; lists are paired by what names their parts', () => {
  const patient = (more: object) => ({ resourceType: 'Patient', name: [{ family: 'Larkin', given: ['Ada'] }], ...more })
  expect(
    differ(
      patient({
        birthDate: '1957-03-04',
        telecom: [
          { system: 'phone', value: '0117 496 0000' },
          { system: 'email', value: 'a@example.org' },
        ],
      }),
      patient({
        birthDate: '1957-03-05',
        telecom: [
          { system: 'email', value: 'a@example.org' },
          { system: 'phone', value: '0117 496 0999' },
        ],
        gender: 'female',
      }),
    ),
  ).toEqual([
    'Birth date: 04-Mar-1957 → 05-Mar-1957',
    'Telecom: 0117 496 0000 → 0117 496 0999',
    'Gender: null → Female',
  ])
  expect(differ(null, { resourceType: 'Patient', gender: 'female' })).toEqual(['Gender: null → Female'])
  expect(differ({ resourceType: 'Patient', gender: 'female' }, null)).toEqual(['Gender: Female → null'])
  const same = patient({})
  expect(differ(same, same)).toEqual([])
})

test('P28 numbers stay as they were written, codes behind the same words are told, and nothing nested is lost', () => {
  const bp = (value: string) =>
    `{"resourceType":"Observation","component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":${value},"unit":"mmHg"}}]}`
  expect(compareVersions(bp('1.0'), bp('1.00'))).toEqual([
    { label: 'Systolic, Value', before: '1.0 mmHg', after: '1.00 mmHg' },
  ])
  const coded = (code: string) => ({
    resourceType: 'Condition',
    code: { text: 'Pulpitis', coding: [{ system: 'http://snomed.info/sct', code }] },
  })
  expect(differ(coded('1'), coded('2'))).toEqual(['Code: 1 → 2'])
  const deep = (value: string) => ({
    resourceType: 'Basic',
    extension: [{ url: 'urn:a', extension: [{ url: 'urn:b', valueString: value }] }],
  })
  expect(differ(deep('x'), deep('y'))).toEqual([expect.stringContaining('x → y')])
})

test('P28 what is huge or hostile is compared to an end, and bounded', { timeout: 10_000 }, () => {
  const many = (offset: number) => ({
    resourceType: 'List',
    entry: Array.from({ length: 2000 }, (_, n) => ({ item: { display: `Item ${n + offset}` } })),
  })
  expect(differ(many(0), many(1000)).length).toBeLessThanOrEqual(200)
  const words = (n: number) => Array.from({ length: 5000 }, (_, place) => `w${place * n}`).join(' ')
  expect(wordDiff(words(2), words(3))).toHaveLength(2)
  let nested: object = { valueString: 'a' }
  for (let depth = 0; depth < 60; depth++) nested = { extension: [nested] }
  differ({ resourceType: 'Basic', ...nested }, { resourceType: 'Basic' })
})

test('P28 a long text shows the words that changed, and some around them', () => {
  const text = (word: string) => `${'so it went on '.repeat(20)}until ${word} came ${'and then '.repeat(20)}end`
  const pieces = wordDiff(text('Monday'), text('Tuesday'))
  expect(pieces.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'gone', text: 'Monday' },
    { kind: 'come', text: 'Tuesday' },
  ])
  const short = shortened(pieces)
    .map(({ text: said }) => said)
    .join('')
  expect(short.length).toBeLessThan(160)
  expect(short).toContain('until MondayTuesday came')
})
