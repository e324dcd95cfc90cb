import { expect, test } from 'vitest'
import type { TableField } from '@candour/contract/tables.ts'
import { checkResource } from '../resources/check-resource.ts'
import { patientOfRow, type Mapping, type RowPatient } from './patient-of-row.ts'

const practice = '0199a000-0000-7000-8000-000000000001'

function taken(row: Partial<Record<TableField, string | string[]>>, other: Partial<Mapping> = {}) {
  const pairs = Object.entries(row).flatMap(([field, cells]) =>
    [cells].flat().map((cell) => [field as TableField, cell] as const),
  )
  const fields = pairs.map(([field]) => field)
  const mapping: Mapping = { practice, source: 'Dentally', fields, dateOrder: 'dmy', today: '2026-11-22', ...other }
  return patientOfRow(
    pairs.map(([, cell]) => cell),
    mapping,
  )
}

const patient = (row: Parameters<typeof taken>[0], other?: Partial<Mapping>) => taken(row, other) as RowPatient

test('a whole row becomes a valid FHIR Patient', () => {
  const { resource, left, externalId } = patient({
    externalId: '4711',
    family: 'Thwaite-Ogunbanjo',
    given: ['Margery', 'Ann'],
    title: 'Mrs',
    birthDate: '04/03/1957',
    sex: 'F',
    nhsNumber: '999 000 0018',
    mobile: '7700900123',
    phone: "'0117 496 0123",
    email: 'margery@example.org',
    addressLine: ['Flat 2', '1 Tallow Lane'],
    town: 'Bristol',
    county: 'Avon',
    postcode: 'bs14nd',
    died: '01-Nov-2026',
  })
  expect(left).toEqual([])
  expect(externalId).toBe('4711')
  expect(resource).toEqual({
    resourceType: 'Patient',
    identifier: [
      { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' },
      { system: expect.stringMatching(/^urn:uuid:/), value: '4711', assigner: { display: 'Dentally' } },
    ],
    active: true,
    name: [{ use: 'official', family: 'Thwaite-Ogunbanjo', given: ['Margery', 'Ann'], prefix: ['Mrs'] }],
    telecom: [
      { system: 'phone', value: '07700900123', use: 'mobile' },
      { system: 'phone', value: '0117 496 0123', use: 'home' },
      { system: 'email', value: 'margery@example.org' },
    ],
    gender: 'female',
    birthDate: '1957-03-04',
    deceasedDateTime: '2026-11-01',
    address: [{ line: ['Flat 2', '1 Tallow Lane'], city: 'Bristol', district: 'Avon', postalCode: 'BS1 4ND' }],
  })
  expect(checkResource('Patient', Buffer.from(JSON.stringify(resource)))).toHaveProperty('resource')
})

test('a surname is enough; NULL and N/A are nothing', () => {
  const { resource, left } = patient({ family: 'Cher', email: 'N/A', phone: 'NULL', postcode: '-', sex: '' })
  expect(resource).toEqual({ resourceType: 'Patient', active: true, name: [{ use: 'official', family: 'Cher' }] })
  expect(left).toEqual([])
})

test('an address in one cell is cut at its lines, and gives its postcode', () => {
  expect(patient({ family: 'A', addressLine: '1 Tallow Lane\r\nBristol BS1 4ND' }).resource['address']).toEqual([
    { line: ['1 Tallow Lane', 'Bristol'], postalCode: 'BS1 4ND' },
  ])
  const many = patient({ family: 'A', addressLine: ['1', '2', '3', '4', '5'] })
  expect(many.resource['address']).toEqual([{ line: ['1', '2', '3', '4, 5'] }])
})

test.each([
  [{ given: 'Ada' }, 'Surname', /no surname/],
  [{ family: '12345' }, 'Surname', /not a surname/],
  [{ family: '"Smith" Jones' }, 'Surname', /not a surname/],
  [{ family: 'x'.repeat(1_000_000) }, 'Surname', /80 characters/],
  [{ family: 'Smi\u0000th' }, 'Surname', /cannot be shown/],
  [{ name: 'Cher' }, 'Full name', /No surname/],
  [{ family: 'A', birthDate: '31/02/1990' }, 'Date of birth', /does not exist/],
  [{ family: 'A', nhsNumber: '9990000019' }, 'NHS number', /a digit is wrong/],
  [{ family: 'A', nhsNumber: '9.99E+09' }, 'NHS number', /rounded/],
  [{ family: 'A', nhsNumber: '12345' }, 'NHS number', /10 digits/],
  [{ family: 'A', birthDate: '01/01/2000', died: '01/01/1999' }, 'Date of death', /before/],
])('what names a person must be right: %#', (row, column, problem) => {
  expect(taken(row)).toEqual({ column, problem: expect.stringMatching(problem) })
})

test('what does not name them is left out when it can’t be read, and said', () => {
  const { resource, left } = patient({
    family: 'A',
    phone: 'ask wife',
    email: 'a at b',
    postcode: 'none at all',
    sex: '?',
  })
  expect(Object.keys(resource)).toEqual(['resourceType', 'active', 'name'])
  expect(left.map(({ column }) => column).toSorted()).toEqual(['Email', 'Phone', 'Postcode', 'Sex'])
})

test.each([
  ['F', 'female'],
  ['male', 'male'],
  ['Indeterminate', 'other'],
  ['Not known', 'unknown'],
])('sex %s is %s', (text, gender) => expect(patient({ family: 'A', sex: text }).resource['gender']).toBe(gender))

test('deceased may be a yes', () => {
  expect(patient({ family: 'A', died: 'Yes' }).resource).toMatchObject({ deceasedBoolean: true })
  expect(patient({ family: 'A', died: 'N' }).resource).not.toHaveProperty('deceasedBoolean')
})

test('the id is the same each time for the same practice, source and number, and only then', () => {
  const id = (row: object, other: Partial<Mapping> = {}) =>
    patient({ family: 'A', externalId: '7', ...row }, other).fhirId
  expect(id({ family: 'B' })).toBe(id({}))
  expect(id({}, { source: ' DENTALLY' })).toBe(id({}))
  const others = [
    id({}),
    id({ externalId: '8' }),
    id({}, { source: 'R4' }),
    id({}, { practice: practice.replace('1', '2') }),
    id({ externalId: '', birthDate: '01/01/2000' }),
    id({ externalId: '', birthDate: '02/01/2000' }),
    id({ externalId: '', nhsNumber: '9990000018' }),
  ]
  expect(new Set(others).size).toBe(others.length)
})
