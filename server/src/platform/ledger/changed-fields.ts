/**
 * Promise: of a row that is no FHIR resource an entry says which fields changed, from what to what: those of this closed list
 * alone. No secret, password, token, code or key is ever among them (P16).
 */

/** By table; who adds a field adds its words in `entries/field-words.ts`. */
export const carriedFields = {
  member: ['name', 'role', 'email', 'level', 'state', 'grants', 'ownRecordSaid'],
  rules: [
    'idleMinutes',
    'factorRequired',
    'factorGraceDays',
    'administratorPasskey',
    'passwordMix',
    'supportAllowed',
    'reviewMonths',
    'addresses',
    'locations',
    'members',
    'locked',
    'signOnMode',
    'signOnIssuer',
    'signOnClient',
    'signOnName',
    'signOnStrong',
    'signOnFreshMinutes',
  ],
  restriction: ['members'],
  glass: ['until', 'ended', 'verdict'],
  support: ['state', 'minutes', 'until'],
  alert: ['state', 'verdict'],
  review: ['from', 'to'],
  retention: ['keepYears'],
  checkpointMail: ['mailedTo'],
} as const

export type CarryingTable = keyof typeof carriedFields
export type CarriedValue = string | number | boolean | null | string[]

export interface FieldChange {
  table: CarryingTable
  /** Internal id of the row. */
  record: string
  field: string
  /** Null where there was nothing. */
  before: CarriedValue
  after: CarriedValue
}

type Fields<T extends CarryingTable> = { [F in (typeof carriedFields)[T][number]]?: CarriedValue | undefined }

/** So that an entry stays small, whatever an import or a rule holds. */
const mostChanges = 200
const longest = 2000
const mostItems = 100

/** Notes what became of a row, for the entry of this transaction; a row that is new has nothing before. */
export function noteChange<T extends CarryingTable>(
  { changes }: { changes: FieldChange[] },
  table: T,
  record: string,
  before: Fields<T> | null,
  after: Fields<T>,
): void {
  for (const field of carriedFields[table] as readonly (keyof Fields<T> & string)[]) {
    const was = bounded(before?.[field])
    const is = bounded(after[field])
    if (JSON.stringify(was) === JSON.stringify(is) || changes.length >= mostChanges) continue
    changes.push({ table, record, field, before: was, after: is })
  }
}

function bounded(value: CarriedValue | undefined): CarriedValue {
  if (value === undefined) return null
  if (typeof value === 'string') return value.slice(0, longest)
  return Array.isArray(value) ? value.slice(0, mostItems).map((one) => one.slice(0, longest)) : value
}
