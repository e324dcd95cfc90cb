/** Bytes, text and canonical JSON as docs/verify.md describes them. */

/** What is wrong: of which kind, and where. */
export interface Wrong {
  kind: 'form' | 'signature' | 'witness' | 'tree' | 'anchor' | 'kept' | 'time' | 'file'
  why: string
  /** The line of a bundle, from 1. */
  line?: number
  /** Entries, by their numbers. */
  entries?: number[]
  /** What is wrong lies behind the first of these sizes, and not behind the second. */
  between?: [number, number]
}

export class Fault extends Error {
  readonly wrong: Wrong
  constructor(wrong: Wrong) {
    super(wrong.why)
    this.wrong = wrong
  }
}

export const fault = (kind: Wrong['kind'], why: string, where: Partial<Wrong> = {}): Fault =>
  new Fault({ kind, why, ...where })

/** What is thrown as a fault becomes one of the list; anything else is our own mistake. */
export function noting(list: Wrong[], work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    list.push(error.wrong)
  }
}

export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw fault('form', 'the file is no UTF-8')
  }
}

/** RFC 4648, section 4, in the one form that encoding gives. Null where it is none. */
export function base64(text: string, length?: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text && (length === undefined || bytes.length === length) ? bytes : null
}

const hex = '[0-9a-f]'
export const uuid = `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`
export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && new RegExp(`^${uuid}$`).test(value)

/** Milliseconds of a UTC time that exists, or null. */
export function instant(text: string, form: 'seconds' | 'either'): number | null {
  const seconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)
  const finer = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)
  if (!seconds && !(finer && form === 'either')) return null
  const at = Date.parse(text)
  if (Number.isNaN(at)) return null
  return new Date(at).toISOString() === (seconds ? text.replace('Z', '.000Z') : text) ? at : null
}

const spaces = new Set([' ', '\t', '\n', '\r'])

/** JSON without the white space between its parts. */
function closeUp(text: string): string {
  let out = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (!quoted && spaces.has(c)) continue
    out += c
    if (c === '"') quoted = !quoted
    else if (quoted && c === '\\') out += text[++i] ?? ''
  }
  return out
}

/** A whole number in canonical JSON. */
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

function allWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return isNumber(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && allWellFormed(inner))
}

/**
 * Canonical is what comes out as it went in: read, then written again by JSON.stringify. A name twice, another escape or
 * another way to write a number do not survive that.
 */
export function canonical(text: string, spaced: 'spaced' | 'tight' = 'tight'): Record<string, unknown> {
  let value: unknown
  let same = false
  try {
    value = JSON.parse(text)
    same = JSON.stringify(value) === (spaced === 'spaced' ? closeUp(text) : text) && allWellFormed(value)
  } catch {
    throw fault('form', 'this is no JSON')
  }
  if (!same || typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault('form', 'this is no canonical JSON object')
  return value as Record<string, unknown>
}

/** An object that has just these members, in this order. */
export function members(value: unknown, names: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.keys(value).join(' ') !== names)
    throw fault('form', `the members are not ${names}`)
  return value as Record<string, unknown>
}

export const text = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw fault('form', `${what} is no string`)
  return value
}

export const number = (value: unknown, what: string): number => {
  if (!isNumber(value)) throw fault('form', `${what} is no whole number`)
  return value
}

export const bytes = (value: unknown, what: string, length?: number): Buffer => {
  const decoded = typeof value === 'string' ? base64(value, length) : null
  if (!decoded) throw fault('form', `${what} is not the base64 of ${length ?? 'any'} bytes`)
  return decoded
}

export const list = (value: unknown, what: string, least: number, most: number): string[] => {
  if (
    !Array.isArray(value) ||
    value.length < least ||
    value.length > most ||
    !value.every((v) => typeof v === 'string')
  )
    throw fault('form', `${what} is no list of ${least} to ${most} strings`)
  return value
}
