/** What is typed in the form of a patient, how it becomes details, and what is wrong with it, field by field. */
import { patientDetails, type PatientCard, type PatientDetails, type sexes } from '@candour/contract/patients.ts'
import { showDate } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { readBirthDate } from './birth-date.ts'

export interface TypedPatient {
  family: string
  given: string
  title: string
  birthDate: string
  sex: (typeof sexes)[number] | null
  nhsNumber: string
  phone: string
  email: string
  street: string
  town: string
  postcode: string
  allergies: 'not_recorded' | 'none_known' | 'listed'
  allergyItems: { substance: string; reaction: string }[]
}

export const nothingTyped: TypedPatient = {
  family: '',
  given: '',
  title: '',
  birthDate: '',
  sex: null,
  nhsNumber: '',
  phone: '',
  email: '',
  street: '',
  town: '',
  postcode: '',
  allergies: 'not_recorded',
  allergyItems: [{ substance: '', reaction: '' }],
}

/** A whole date among other words, as it was typed; empty when there is none. */
function birthDateIn(typed: string): string {
  const likely =
    /(?<![\d-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th)?[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{4}|\d{8})(?!\d)/i
  const found = likely.exec(typed)?.[0] ?? ''
  return found !== '' && readDate(found) !== '' ? found : ''
}

function readDate(typed: string): string {
  const read = readBirthDate(typed, new Date())
  return 'date' in read ? read.date : ''
}

/** The last line of the finder: by name where there is one, else by what the digits are. */
export function addWords(typed: string): string {
  const { family, given, birthDate, nhsNumber } = fromFinder(typed)
  const name = [family, given].filter((part) => part !== '').join(' ')
  if (name !== '') return `Add “${name}” as a new patient`
  if (nhsNumber !== '') return `Add a new patient with NHS number ${nhsNumber}`
  return birthDate === '' ? 'Add a new patient' : `Add a new patient born ${birthDate}`
}

/** What was typed in the finder, put where it seems to belong: digits are a number or a date, words a name. */
export function fromFinder(typed: string): TypedPatient {
  const digits = typed.replace(/\D/g, '')
  const date = birthDateIn(typed)
  const words = typed
    .replace(date, ' ')
    .split(/\s+/)
    .filter((word) => /^\p{L}[\p{L}'’-]*,?$/u.test(word))
  const proper = (word = '') =>
    word.replace(/,$/, '').replace(/(^|[-'’])\p{L}/gu, (start) => start.toLocaleUpperCase('en-GB'))
  return {
    ...nothingTyped,
    family: proper(words[0]),
    given: words.slice(1).map(proper).join(' '),
    birthDate: date === '' ? '' : showDate(readDate(date)),
    nhsNumber: digits.length === 10 && !digits.startsWith('0') ? showNhsNumber(digits) : '',
  }
}

export function fromCard(card: PatientCard): TypedPatient {
  return {
    family: card.family,
    given: card.given,
    title: card.title,
    birthDate: card.birthDate === '' ? '' : showDate(card.birthDate),
    sex: card.sex === 'not_recorded' ? null : card.sex,
    nhsNumber: card.nhsNumber === null ? '' : showNhsNumber(card.nhsNumber),
    phone: card.phone ?? '',
    email: card.email ?? '',
    street: card.address?.lines.join(', ') ?? '',
    town: card.address?.town ?? '',
    postcode: card.address?.postcode ?? '',
    allergies: card.allergies.state,
    allergyItems: card.allergies.state === 'listed' ? card.allergies.items : [{ substance: '', reaction: '' }],
  }
}

export type Problems = Partial<Record<keyof TypedPatient, string>>

const fieldOf: Record<string, keyof TypedPatient> = {
  'address.lines': 'street',
  'address.town': 'town',
  'address.postcode': 'postcode',
}

const missing: Problems = {
  family: 'Type the surname.',
  given: 'Type the given name, or “Unknown”.',
  birthDate: 'Type the birth date, for example 04-Mar-1957.',
  sex: 'Choose one. “Unknown” is an answer.',
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** The lines of a street as one typed them, at most four; what is longer stays together in the last one. */
function linesOf(street: string): string[] {
  const lines = street
    .split(',')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length <= 4 ? lines : [...lines.slice(0, 3), lines.slice(3).join(', ')]
}

function allergiesOf(typed: TypedPatient): PatientDetails['allergies'] {
  if (typed.allergies !== 'listed') return { state: typed.allergies }
  return {
    state: 'listed',
    items: typed.allergyItems.filter(({ substance, reaction }) => `${substance}${reaction}`.trim() !== ''),
  }
}

/** The field to which a path of the contract belongs. */
export function fieldAt(path: string): keyof TypedPatient {
  const known = Object.keys(fieldOf).find((start) => path.startsWith(start))
  return known === undefined ? ((path.split('.')[0] ?? 'family') as keyof TypedPatient) : (fieldOf[known] ?? 'street')
}

export function readPatient(typed: TypedPatient, today: Date): { details: PatientDetails | null; problems: Problems } {
  const born = readBirthDate(typed.birthDate, today)
  const hasAddress = `${typed.street}${typed.town}${typed.postcode}`.trim() !== ''
  const parsed = patientDetails.safeParse({
    family: typed.family,
    given: typed.given,
    title: typed.title,
    birthDate: 'date' in born ? born.date : '',
    sex: typed.sex,
    nhsNumber: orNull(typed.nhsNumber),
    phone: orNull(typed.phone),
    email: orNull(typed.email),
    address: hasAddress ? { lines: linesOf(typed.street), town: typed.town, postcode: orNull(typed.postcode) } : null,
    allergies: allergiesOf(typed),
  })
  if (parsed.success) return { details: parsed.data, problems: {} }
  const problems: Problems = {}
  for (const issue of parsed.error.issues) problems[fieldAt(issue.path.join('.'))] ??= issue.message
  for (const field of ['family', 'given', 'birthDate', 'sex'] as const) {
    const value = typed[field]
    if (value === null || value.trim() === '') problems[field] = missing[field] ?? ''
    else if (field === 'birthDate' && 'problem' in born) problems.birthDate = born.problem
  }
  if (problems.allergies !== undefined) problems.allergies = 'Name at least one substance, or choose “None known”.'
  return { details: null, problems }
}
