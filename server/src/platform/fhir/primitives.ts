/**
 * Promise: a value of a primitive type is what https://hl7.org/fhir/R4/datatypes.html#primitive says, told in time that
 * grows with its length alone. A number's lexeme is gone after JSON.parse; only its value is looked at.
 */
import { narrativeProblem } from './narrative.ts'

/** What is wrong with a value, as the end of the sentence "Patient.active ..."; and FHIR's code for it. */
export interface Problem {
  code: 'structure' | 'value' | 'too-long' | 'code-invalid' | 'invariant'
  text: string
}

type Test = (value: unknown) => Problem | null

const longest = 1024 * 1024
const problem = (text: string, code: Problem['code'] = 'value'): Problem => ({ code, text })

/** At most 40 characters, for a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

function text(rule: (value: string) => Problem | null): Test {
  return (value) => {
    if (typeof value !== 'string') return problem(`must be a text, not ${kindOf(value)}.`, 'structure')
    if (value === '') return problem('must not be empty: leave it out.')
    return rule(value)
  }
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function shape(pattern: RegExp, what: string): Test {
  return text((value) => (pattern.test(value) ? null : problem(`must be ${what}, not ${quote(value)}.`)))
}

const plain = text((value) => {
  if (value.length > longest) return problem('is longer than 1 MB.', 'too-long')
  if (controls.test(value)) return problem('has control characters.')
  return value.isWellFormed() ? null : problem('has half a character (a lone surrogate).')
})
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/

function whole(least: number, what: string): Test {
  return (value) => {
    if (typeof value !== 'number') return problem(`must be a number, not ${kindOf(value)}.`, 'structure')
    if (Number.isInteger(value) && value >= least && value <= 2_147_483_647) return null
    return problem(`must be ${what} of at most 2147483647.`)
  }
}

const uri = text((value) => (/\s/.test(value) ? problem('must not have spaces, as an address.') : null))

const dateParts = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** @param finest characters of the finest form: 10 for a date, more for a time @param coarsest of the coarsest */
function time(coarsest: number, finest: number, what: string): Test {
  return text((value) => {
    const parts = value.length > 100 ? null : dateParts.exec(value)
    if (parts === null || value.length < coarsest || value.length > finest) {
      return problem(`must be ${what}, not ${quote(value)}.`)
    }
    return isOnCalendar(parts) ? null : problem(`must be on the calendar and the clock: ${quote(value)} is not.`)
  })
}

function isOnCalendar([, year, month, day, hour, minute, second, zone]: string[]): boolean {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)]
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysOf[m - 1]!) return false
  if (m === 2 && d === 29 && (y % 4 !== 0 || (y % 100 === 0 && y % 400 !== 0))) return false
  if (hour === undefined) return true
  // Leap seconds are allowed by the pattern of the specification.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return false
  if (zone === 'Z') return true
  const [zoneHour, zoneMinute] = [Number(zone!.slice(1, 3)), Number(zone!.slice(4))]
  return zoneMinute <= 59 && (zoneHour < 14 || (zoneHour === 14 && zoneMinute === 0))
}

const decimal: Test = (value) =>
  typeof value === 'number' && Number.isFinite(value)
    ? null
    : problem(typeof value === 'number' ? 'is too large.' : `must be a number, not ${kindOf(value)}.`, 'structure')

const base64 = text((value) => {
  const signs = /\s/.test(value) ? value.replace(/\s+/g, '') : value
  return signs !== '' && signs.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(signs)
    ? null
    : problem('must be base64.')
})

/** No space at either end, and none but single ones inside. */
const code = text((value) => {
  if (value.length > 10_000) return problem('is too long for a code.', 'too-long')
  const isTight = value === value.trim() && !/\s\s|[^\S ]/.test(value)
  return isTight ? null : problem('must be a code: no spaces at its ends, single ones inside.')
})

export const primitives: Record<string, Test> = {
  base64Binary: base64,
  boolean: (value) =>
    typeof value === 'boolean' ? null : problem(`must be true or false, not ${kindOf(value)}.`, 'structure'),
  canonical: uri,
  code,
  date: time(4, 10, 'a date such as 2026-11-22, 2026-11 or 2026'),
  dateTime: time(4, 100, 'a date, or a date and time with its zone such as 2026-11-22T09:30:00Z'),
  decimal,
  id: shape(/^[A-Za-z0-9\-.]{1,64}$/, 'an id of 1 to 64 letters, digits, dashes and dots'),
  instant: time(20, 100, 'a date and time with its zone such as 2026-11-22T09:30:00Z'),
  integer: whole(-2_147_483_648, 'a whole number'),
  markdown: plain,
  oid: shape(/^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/, 'an OID such as urn:oid:1.2.3'),
  positiveInt: whole(1, 'a whole number from 1'),
  string: plain,
  time: shape(/^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$/, 'a time such as 09:30:00'),
  unsignedInt: whole(0, 'a whole number from 0'),
  uri,
  url: uri,
  uuid: shape(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'a UUID such as urn:uuid:…'),
  xhtml: text((value) => {
    const found = narrativeProblem(value)
    return found === null ? null : problem(found, 'invariant')
  }),
}

export function isPrimitive(type: string): boolean {
  return Object.hasOwn(primitives, type)
}

const codeShape = (pattern: RegExp, what: string): Test => {
  return (value) =>
    code(value) ??
    (pattern.test(value as string) ? null : problem(`must be ${what}, not ${quote(value as string)}.`, 'code-invalid'))
}

/** Codes of lists that others keep: their shape is checked, not whether the list has them. */
export const shapes: Record<string, Test> = {
  // BCP 47 (RFC 5646, section 2.1), subtags of at most 8 characters
  '#language': codeShape(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/, 'a language of BCP 47 such as en-GB'),
  // RFC 6838, section 4.2, with parameters
  '#media-type': codeShape(
    /^[A-Za-z0-9][\w!#$&^.+-]*(\/[A-Za-z0-9*][\w!#$&^.+-]*)?(\s*;.*)?$/,
    'a media type of BCP 13 such as image/png',
  ),
  '#currency': codeShape(/^[A-Z]{3}$/, 'a currency of ISO 4217 such as GBP'),
}
