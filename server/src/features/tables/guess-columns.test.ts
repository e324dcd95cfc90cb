import { expect, test } from 'vitest'
import type { TableField } from '@candour/contract/tables.ts'
import { guessSource } from './column-names.ts'
import { guessColumns, missingIn } from './guess-columns.ts'

const today = '2026-11-22'
const fieldsOf = (headings: string[], cells: string[][] = []) =>
  guessColumns(headings, cells, today).map(({ field }) => field)

/** Headings as these systems export them, with what each column is to be taken for; `-` is left out. */
const systems: [system: string, file: string, columns: string][] = [
  [
    'Dentally',
    'patients.csv',
    'ID=externalId|Title=title|First Name=given|Middle Name=given|Last Name=family|Preferred Name=-|Date of Birth=birthDate|' +
      'Gender=sex|NHS Number=nhsNumber|Address Line 1=addressLine|Address Line 2=addressLine|Town=town|County=county|' +
      'Postcode=postcode|Home Phone=phone|Mobile Phone=mobile|Work Phone=workPhone|Email Address=email|Payment Plan=-|' +
      'Dentist=-|Medical Alert Text=-|Recall Date=-|Active=-',
  ],
  [
    'EMIS Web',
    'Patient list.csv',
    'EMIS Number=externalId|NHS Number=nhsNumber|Title=title|Given Name=given|Family Name=family|Gender=sex|' +
      'Date of Birth=birthDate|Age=-|House Name/Flat Number=addressLine|Number and Street=addressLine|Village=addressLine|' +
      'Town=town|County=county|Postcode=postcode|Home Telephone Number=phone|Mobile Telephone Number=mobile|' +
      'E-mail Address=email|Date of Death=died|Usual GP=-|Registered Date=-',
  ],
  [
    'SystmOne',
    'report.csv',
    'NHS number=nhsNumber|Title=title|First name=given|Surname=family|Date of birth=birthDate|Sex=sex|' +
      'Address house name=addressLine|Address house number=addressLine|Address road=addressLine|' +
      'Address locality=addressLine|Address town=town|Address county=county|Address postcode=postcode|' +
      'Home telephone=phone|Mobile telephone=mobile|Patient Email=email|Usual GP name=-',
  ],
  [
    'R4',
    'export.txt',
    'PatRef=externalId|Title=title|Forename=given|Surname=family|DOB=birthDate|Sex=sex|Address1=addressLine|' +
      'Address2=addressLine|Address3=addressLine|Town=town|PostCode=postcode|HomeTel=phone|WorkTel=workPhone|' +
      'Mobile=mobile|Email=email|NHS No=nhsNumber|Notes=-|Last Exam=-',
  ],
  [
    'R4',
    'Carestream patients.csv',
    'PatientId=externalId|LastName=family|FirstName=given|BirthDate=birthDate|Gender=sex|Address 1=addressLine|' +
      'City=town|Post Code=postcode|TelHome=phone|TelMobile=mobile|E-mail=email',
  ],
  [
    'Exact',
    'patients.csv',
    'Patient Code=externalId|Title=title|First Name=given|Surname=family|Date Of Birth=birthDate|Sex=sex|' +
      'Street=addressLine|Suburb=addressLine|City=town|Post Code=postcode|Home Phone=phone|Mobile=mobile|Work Phone=workPhone|' +
      'Provider=-|Comments=-',
  ],
  [
    'Our patients',
    'Our patients (3).csv',
    'Patient Name=name|D.O.B.=birthDate|Tel=phone|Address=addressLine|Remarks=-',
  ],
]

test.each(systems)('columns as %s exports them (%s)', (system, file, columns) => {
  const pairs = columns.split('|').map((pair) => pair.split('=') as [string, string])
  const headings = pairs.map(([heading]) => heading)
  const expected = pairs.map(([, field]) => (field === '-' ? null : (field as TableField)))
  expect(fieldsOf(headings)).toEqual(expected)
  expect(missingIn(expected)).toBeNull()
  expect(guessSource(headings, file)).toBe(system)
})

test('where the heading says nothing, the cells do, unless something else holds it already', () => {
  const cells = [
    ['9990000018', '999 000 0026', '9990000034'],
    ['ada@example.org', 'grace@example.org'],
    ['BS1 4ND', 'm1 1ae'],
    ['07700 900123', '+44 7700 900456'],
    ['04/03/1957', '12/11/1980'],
    ['F', 'M', 'f'],
    ['LOVELACE, Ada (Mrs)', "O'Neill, Siân"],
    ['01/02/2020', '03/04/2021'],
    ['whatever', '12'],
    [],
  ]
  const found = guessColumns(
    cells.map((_, place) => `Spalte ${place}`),
    cells,
    today,
  )
  expect(found.map(({ field }) => field)).toEqual([
    'nhsNumber',
    'email',
    'postcode',
    'mobile',
    'birthDate',
    'sex',
    'name',
    null,
    null,
    null,
  ])
  expect(found[0]!.note).toBe('By what it holds')
  expect(found[9]!.note).toBe('Empty')
})

test('notes and alerts are left out, and it is said', () => {
  const [, notes] = guessColumns(['Surname', 'Clinical notes'], [[], ['x']], today)
  expect(notes).toEqual({ field: null, note: 'Notes and alerts are not imported' })
})

test('of two columns for one thing the first is taken', () => {
  const [, , second] = guessColumns(['Surname', 'DOB', 'Date of birth'], [], today)
  expect(second).toEqual({ field: null, note: 'Another column is taken for “Date of birth”' })
})

test('“Name” beside “Surname” holds the given names, or all of it once more', () => {
  expect(fieldsOf(['Name', 'Surname'])).toEqual(['given', 'family'])
  expect(fieldsOf(['Full name', 'Surname', 'Forename'])).toEqual([null, 'family', 'given'])
})

test('a mapping needs a surname, and each thing once', () => {
  expect(missingIn(['given', 'birthDate'])).toMatch(/holds the surname/)
  expect(missingIn(['family', 'family'])).toMatch(/Two columns hold “Surname”/)
  expect(missingIn(['family', 'name'])).toMatch(/Both/)
  expect(missingIn(['family', 'phone', 'phone', null])).toBeNull()
})
