import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import { email, line } from '@candour/contract/shapes.ts'
import { phone, postcode } from '@candour/contract/patients.ts'
import { tableFields, type DateOrder, type TableField } from '@candour/contract/tables.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { deriveId } from '../transfers/derive-id.ts'
import { cleanCell } from './look-at-cell.ts'
import { readDate } from './read-date.ts'
import { readName } from './read-name.ts'

export interface Mapping {
  practice: string
  source: string
  fields: readonly (TableField | null)[]
  dateOrder: DateOrder
  /** YYYY-MM-DD */
  today: string
}

export interface LeftCell {
  column: string
  reason: string
}

export interface RowPatient {
  /** The same each time that this row comes: from the number in the old system, else from who it is. */
  fhirId: string
  resource: FhirResource
  externalId: string
  /** Cells that are left out. */
  left: LeftCell[]
}

/** The row can't be taken. */
export interface RowProblem {
  column: string
  problem: string
}

class Refusal extends Error {
  readonly field: TableField
  constructor(field: TableField, problem: string) {
    super(problem)
    this.field = field
  }
}

/** A patient as this row would register them. What names a person must be readable; of the rest, what is not is left out. */
export function patientOfRow(cells: readonly string[], mapping: Mapping): RowPatient | RowProblem {
  const row = new Map<TableField, string[]>()
  mapping.fields.forEach((field, place) => {
    const text = field === null ? '' : cleanCell(cells[place] ?? '')
    if (text !== '') row.set(field!, [...(row.get(field!) ?? []), text])
  })
  try {
    return build(row, mapping)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { column: tableFields[error.field], problem: error.message }
  }
}

type Row = ReadonlyMap<TableField, string[]>

function build(row: Row, mapping: Mapping): RowPatient {
  const left: LeftCell[] = []
  const name = nameOf(row, left)
  const nhsNumber = nhsNumberOf(row)
  const birthDate = dateOf(row, 'birthDate', mapping)
  const died = diedOf(row, mapping)
  if (birthDate !== null && typeof died === 'string' && died < birthDate)
    throw new Refusal('died', 'This is before the date of birth.')
  const externalId = checked(row, 'externalId', 120) ?? ''
  const address = addressOf(row, left)
  const { practice, source } = mapping
  const from = source.trim().toLowerCase()
  const identity =
    externalId !== ''
      ? [from, 'id', externalId]
      : nhsNumber !== null
        ? [from, 'nhs', nhsNumber]
        : [from, 'who', ...[name.family, name.given, birthDate ?? '', address?.postalCode ?? ''].map(folded)]
  const identifier = [
    ...(nhsNumber === null ? [] : [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }]),
    ...(externalId === ''
      ? []
      : [
          {
            system: `urn:uuid:${derived(practice, 'table source', [from])}`,
            value: externalId,
            assigner: { display: source },
          },
        ]),
  ]
  const telecom = telecomOf(row, left)
  const gender = genderOf(row, left)
  const resource: FhirResource = {
    resourceType: 'Patient',
    ...(identifier.length === 0 ? {} : { identifier }),
    active: true,
    name: [
      {
        use: 'official',
        family: name.family,
        ...(name.given === '' ? {} : { given: name.given.split(/\s+/) }),
        ...(name.title === '' ? {} : { prefix: [name.title] }),
      },
    ],
    ...(telecom.length === 0 ? {} : { telecom }),
    ...(gender === null ? {} : { gender }),
    ...(birthDate === null ? {} : { birthDate }),
    ...(died === null ? {} : died === true ? { deceasedBoolean: true } : { deceasedDateTime: died }),
    ...(address === null ? {} : { address: [address] }),
  }
  return { fhirId: derived(practice, 'table patient', identity), resource, externalId, left }
}

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

function derived(practice: string, what: string, parts: readonly string[]): string {
  return deriveId(practice, `candour/${what}/1 ${JSON.stringify(parts)}`, Buffer.alloc(0))
}

/** Making one costs more than a whole row does. */
const lineShapes = new Map<number, ReturnType<typeof line>>()

function lineOf(most: number): ReturnType<typeof line> {
  const known = lineShapes.get(most) ?? line(most)
  lineShapes.set(most, known)
  return known
}

/** Null when there is none; throws for what can't be a line of text. */
function checked(row: Row, field: TableField, most: number): string | null {
  const text = row.get(field)?.join(' ')
  if (text === undefined) return null
  const parsed = lineOf(most).safeParse(text.replace(/\s+/g, ' '))
  if (!parsed.success) throw new Refusal(field, parsed.error.issues[0]!.message)
  return parsed.data
}

function nameOf(row: Row, left: LeftCell[]) {
  const whole = checked(row, 'name', 220)
  const read = whole === null ? null : readName(whole)
  if (whole !== null && read === null) throw new Refusal('name', 'No surname can be told from this name.')
  const family = read?.family ?? checked(row, 'family', 80)
  if (family === null) throw new Refusal(row.has('name') ? 'name' : 'family', 'There is no surname.')
  if (!/\p{L}/u.test(family) || /["<>@]/.test(family)) throw new Refusal('family', 'This is not a surname.')
  const given = checked(row, 'given', 120) ?? read?.given ?? ''
  if (family.length > 80 || given.length > 120) throw new Refusal('name', 'This name is too long.')
  const title = row.get('title')?.join(' ').replace(/\s+/g, ' ') ?? read?.title ?? ''
  if (title === '' || lineOf(20).safeParse(title).success) return { family, given, title }
  left.push({ column: tableFields.title, reason: 'This is too long for a title.' })
  return { family, given, title: '' }
}

function nhsNumberOf(row: Row): string | null {
  const digits = plainNhsNumber(row.get('nhsNumber')?.[0] ?? '').replace(/\.0+$/, '')
  if (digits === '' || /^0+$/.test(digits)) return null
  if (/^\d(\.\d+)?e\+?\d+$/i.test(digits))
    throw new Refusal('nhsNumber', 'A spreadsheet has rounded this number. Export the file again.')
  if (!/^\d{10}$/.test(digits)) throw new Refusal('nhsNumber', 'An NHS number has 10 digits.')
  if (!isNhsNumber(digits)) throw new Refusal('nhsNumber', 'The last digit doesn’t fit the rest: a digit is wrong.')
  return digits
}

function dateOf(row: Row, field: 'birthDate' | 'died', { dateOrder, today }: Mapping): string | null {
  const text = row.get(field)?.[0]
  if (text === undefined) return null
  const read = readDate(text.slice(0, 60), dateOrder, today)
  if ('problem' in read) throw new Refusal(field, read.problem)
  return read.date
}

function diedOf(row: Row, mapping: Mapping): string | true | null {
  const text = row.get('died')?.[0] ?? ''
  if (/^(n|no|false|0|alive|living)$/i.test(text)) return null
  if (/^(y|yes|true|1|deceased|dead|died)$/i.test(text)) return true
  return dateOf(row, 'died', mapping)
}

const nothing = /^(none|nil|na|no|unknown|not known|not given|not recorded|refused|declined|withheld|x+|0+)$/i

function telecomOf(row: Row, left: LeftCell[]): object[] {
  const telecom: object[] = []
  for (const [field, use] of [
    ['mobile', 'mobile'],
    ['phone', 'home'],
    ['workPhone', 'work'],
  ] as const)
    for (const text of row.get(field) ?? []) {
      if (nothing.test(text)) continue
      const read = phone.safeParse(withZero(text))
      if (read.success) telecom.push({ system: 'phone', value: read.data, use })
      else left.push({ column: tableFields[field], reason: 'This is not a phone number.' })
    }
  for (const text of row.get('email') ?? []) {
    if (nothing.test(text)) continue
    const read = email.safeParse(text)
    if (read.success) telecom.push({ system: 'email', value: read.data })
    else left.push({ column: tableFields.email, reason: 'This is not an email address.' })
  }
  return telecom
}

/** Spreadsheets take the first 0 of `07700 900123` for nothing. */
function withZero(text: string): string {
  return /^[1237]\d{9}$/.test(text) ? `0${text}` : text
}

const genders: [RegExp, string][] = [
  [/^(f|female|w|woman|girl|2)$/i, 'female'],
  [/^(m|male|man|boy|1)$/i, 'male'],
  [/^(o|other|i|indeterminate|intersex|non-?binary|9)$/i, 'other'],
  [/^(u|unknown|not known|not specified|not stated|prefer not to say|x|0)$/i, 'unknown'],
]

function genderOf(row: Row, left: LeftCell[]): string | null {
  const text = row.get('sex')?.[0]
  if (text === undefined) return null
  const found = genders.find(([words]) => words.test(text))
  if (found === undefined) left.push({ column: tableFields.sex, reason: 'Candour doesn’t know this word for a sex.' })
  return found?.[1] ?? null
}

interface Address {
  line?: string[]
  city?: string
  district?: string
  postalCode?: string
}

/** As many as the form of Candour shows. */
const mostLines = 4

function addressOf(row: Row, left: LeftCell[]): Address | null {
  const leave = (field: TableField, reason: string) => left.push({ column: tableFields[field], reason })
  const part = (field: TableField, text: string | undefined, most: number): string | null => {
    if (text === undefined) return null
    const read = lineOf(most).safeParse(text.replace(/\s+/g, ' '))
    if (!read.success) leave(field, read.error.issues[0]!.message)
    return read.success ? read.data : null
  }
  let lines = (row.get('addressLine') ?? []).flatMap((text) => text.split(/[\r\n]+/)).map((text) => text.trim())
  let code = row.get('postcode')?.[0]
  lines = lines.filter((text) => text !== '')
  const last = lines.at(-1)
  if (code === undefined && last !== undefined) {
    const found = /^(.*?)[,\s]*\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/i.exec(last)
    if (found !== null) {
      code = found[2]
      lines = [...lines.slice(0, -1), ...(found[1] === '' ? [] : [found[1]!])]
    }
  }
  if (lines.length > mostLines) lines = [...lines.slice(0, mostLines - 1), lines.slice(mostLines - 1).join(', ')]
  const kept = lines.map((text) => part('addressLine', text, 100)).filter((text) => text !== null)
  const city = part('town', row.get('town')?.[0], 80)
  const district = part('county', row.get('county')?.[0], 80)
  const read = code === undefined || nothing.test(code) ? null : postcode.safeParse(code)
  if (read?.success === false) leave('postcode', 'This is not a UK postcode.')
  const address: Address = {
    ...(kept.length === 0 ? {} : { line: kept }),
    ...(city === null ? {} : { city }),
    ...(district === null ? {} : { district }),
    ...(read?.success === true ? { postalCode: read.data } : {}),
  }
  return Object.keys(address).length === 0 ? null : address
}
