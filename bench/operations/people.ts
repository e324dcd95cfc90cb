/** Made-up people and notes, each from a number: the same number gives the same person. */
import { isNhsNumber } from '@candour/contract/nhs-number.ts'

const starts = 'Ash Bram Cald Dun Ever Farn Gil Har Ink Jes Kel Lang Mar Nor Oak Pen Quar Rud Sel Thorn'.split(' ')
const ends = 'bourne combe dale field ford gate ham ley low mere ridge shaw stead thwaite ton wick wood worth by don'
const surnames = starts.flatMap((start) => ends.split(' ').map((end) => start + end))
const givens = 'Ada Bertram Clara Dennis Edith Frank Greta Hugh Iris Jasper Kitty Leonard Mabel Neville Olive Percy'
const given = givens.split(' ')

export interface Person {
  family: string
  given: string
  birthDate: string
  nhsNumber: string
  phone: string
  email: string
  postcode: string
}

/** No two share a surname and birth date, a phone, an email or (below 900,000) an NHS number. */
export function person(number: number): Person {
  const day = Math.floor(number / surnames.length) % 25_000
  return {
    family: surnames[(number * 7) % surnames.length]!,
    given: given[(number * 5 + Math.floor(number / 16)) % given.length]!,
    birthDate: new Date(Date.UTC(1930, 0, 1 + ((day * 7919) % 25_000))).toISOString().slice(0, 10),
    nhsNumber: nhsNumber(number),
    phone: `07700 ${String(900_000 + number).slice(-6)} ${String(Math.floor(number / 1_000_000))}`.slice(0, 14),
    email: `person${number}@example.org`,
    postcode: `BS${1 + (number % 9)} ${number % 10}AB`,
  }
}

/** Valid, of the range 999 that is never given out: its 909,000 numbers in order, those without a check digit left out. */
function nhsNumber(number: number): string {
  const digits = `999${String(Math.floor(number * 1.1) % 1_000_000).padStart(6, '0')}`
  for (let check = 0; check < 10; check++) if (isNhsNumber(digits + check)) return digits + check
  return nhsNumber(number + 500_000)
}

/** Letters with which enough surnames begin for 20 results, as far as so many people go. */
export function nameToFind(number: number, people: number): string {
  return surnames[number % surnames.length]!.slice(0, people > 8000 ? 4 + (number % 3) : people > 600 ? 3 : 1)
}

export function fhirPatient(number: number): object {
  const one = person(number)
  return {
    resourceType: 'Patient',
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: one.nhsNumber }],
    active: true,
    name: [{ use: 'official', family: one.family, given: [one.given], prefix: ['Mx'] }],
    telecom: [
      { system: 'phone', value: one.phone },
      { system: 'email', value: one.email },
    ],
    gender: number % 2 === 0 ? 'female' : 'male',
    birthDate: one.birthDate,
    address: [{ line: [`${1 + (number % 90)} Tallow Lane`], city: 'Bristol', postalCode: one.postcode }],
  }
}

const sentence = 'Seen today with her daughter; slept better, ate well, walked to the shop and back without a rest. '

/** A note of 1.5 kB of text, about 2.1 kB as a FHIR Composition. */
export function fhirNote(patient: string, number: number): object {
  const text = `Visit ${number}. ${sentence.repeat(16)}`.slice(0, 1500)
  return {
    resourceType: 'Composition',
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }], text: 'Review' },
    subject: { reference: `Patient/${patient}` },
    date: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    author: [{ type: 'Practitioner', display: 'Imogen Thrale' }],
    title: `Review ${number}`,
    section: [
      { title: 'Seen', text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>` } },
    ],
  }
}
