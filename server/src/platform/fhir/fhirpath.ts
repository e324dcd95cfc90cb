/**
 * Promise: the words of FHIRPath (http://hl7.org/fhirpath/N1) that the generated invariants are made of, over what
 * JSON.parse gives. No word throws, and each takes time that grows with what it is given alone. A collection is an array;
 * truth has three values, undefined for the empty collection. A primitive without a value but with extensions is its
 * `_element` object.
 */
import { choiceSuffix, openTypes } from './open-types.ts'

export type Truth = boolean | undefined
type Items = readonly unknown[]
type Json = Record<string, unknown>

export function truth(list: Items): Truth {
  if (list.length === 0) return undefined
  return list.length === 1 && typeof list[0] === 'boolean' ? list[0] : true
}
export const items = (value: Truth): Items => (value === undefined ? [] : [value])

export const not = (one: Truth): Truth => (one === undefined ? undefined : !one)
export function and(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false
  return one === true && other === true ? true : undefined
}
export function or(one: Truth, other: Truth): Truth {
  if (one === true || other === true) return true
  return one === false && other === false ? false : undefined
}
export const xor = (one: Truth, other: Truth): Truth =>
  one === undefined || other === undefined ? undefined : one !== other
export const implies = (one: Truth, other: Truth): Truth => or(not(one), other)
export const iif = (one: Truth, then: Truth): Truth => (one === true ? then : undefined)
export const equalTruth = (one: Truth, other: Truth): Truth => not(xor(one, other))

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function has(item: unknown, name: string): boolean {
  return isJson(item) && (Object.hasOwn(item, name) || Object.hasOwn(item, `_${name}`))
}

/** The key of a choice element that an object has: `valueQuantity` for `value`, or the plain name. */
function chosen(item: Json, name: string): string | undefined {
  for (const key of Object.keys(item)) {
    const plain = key.startsWith('_') ? key.slice(1) : key
    if (plain === name || (plain.startsWith(name) && choiceSuffixes.has(plain.slice(name.length)))) return plain
  }
  return undefined
}
const choiceSuffixes = new Set(openTypes.map(choiceSuffix))

export const hasAny = (item: unknown, name: string): boolean => isJson(item) && chosen(item, name) !== undefined

export function get(list: Items, name: string): Items {
  const found: unknown[] = []
  for (const item of list) if (isJson(item)) collect(item, name, found)
  return found
}

export function getAny(list: Items, name: string): Items {
  const found: unknown[] = []
  for (const item of list) if (isJson(item)) collect(item, chosen(item, name) ?? name, found)
  return found
}

function collect(item: Json, name: string, found: unknown[]): void {
  const value = Object.hasOwn(item, name) ? item[name] : undefined
  const beside = Object.hasOwn(item, `_${name}`) ? item[`_${name}`] : undefined
  if (!Array.isArray(value) && !Array.isArray(beside)) {
    const one = value ?? beside
    if (one !== undefined && one !== null) found.push(one)
    return
  }
  const [values, besides] = [Array.isArray(value) ? value : [], Array.isArray(beside) ? beside : []]
  for (let place = 0; place < Math.max(values.length, besides.length); place++) {
    const one: unknown = values[place] ?? besides[place]
    if (one !== undefined && one !== null) found.push(one)
  }
}

/** `answer is Boolean` */
export function hasChoice(item: unknown, name: string, type: string): Truth {
  return hasAny(item, name) ? has(item, name + type) : undefined
}
export const getChoice = (item: unknown, name: string, type: string): Items => get([item], name + type)

export const exists = (list: Items): boolean => list.length > 0
export const count = (list: Items): Items => [list.length]
export const first = (list: Items): Items => list.slice(0, 1)
export const tail = (list: Items): Items => list.slice(1)
export const where = (list: Items, holds: (item: unknown) => Truth): Items =>
  list.filter((item) => holds(item) === true)
export const all = (list: Items, holds: (item: unknown) => Truth): boolean => list.every((item) => holds(item) === true)
export const select = (list: Items, of: (item: unknown) => Items): Items => list.flatMap(of)
export const combine = (one: Items, other: Items): Items => [...one, ...other]
export const allFalse = (list: Items): boolean => list.every((item) => item === false)
export const hasValue = (list: Items): boolean => list.length === 1 && !isJson(list[0])

export function children(list: Items): Items {
  return list.flatMap((item) =>
    isJson(item)
      ? Object.values(item)
          .flat()
          .filter((one) => one !== null)
      : [],
  )
}
export function descendants(list: Items): Items {
  const found: unknown[] = []
  for (let level = children(list); level.length > 0; level = children(level)) for (const one of level) found.push(one)
  return found
}

/** Two values are equal when their keys are: members in any order. */
function keyOf(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (depth > deepest) return '…'
  if (Array.isArray(value)) return `[${value.map((one) => keyOf(one, depth + 1)).join()}]`
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${keyOf(one, depth + 1)}`).join()}}`
}
const deepest = 100
const kept = new WeakMap<Items, Set<string>>()
function keysOf(list: Items): Set<string> {
  let keys = kept.get(list)
  if (keys === undefined) kept.set(list, (keys = new Set(list.map((one) => keyOf(one)))))
  return keys
}

export const isDistinct = (list: Items): boolean => keysOf(list).size === list.length
export const intersect = (one: Items, other: Items): Items => one.filter((item) => keysOf(other).has(keyOf(item)))
export function union(one: Items, other: Items): Items {
  return [...new Map([...one, ...other].map((item) => [keyOf(item), item])).values()]
}
export function within(one: Items, other: Items): Truth {
  if (one.length !== 1) return one.length === 0 ? undefined : false
  return typeof one[0] === 'object' ? keysOf(other).has(keyOf(one[0])) : other.includes(one[0])
}
export const holding = (one: Items, other: Items): Truth => within(other, one)
export function equal(one: Items, other: Items): Truth {
  if (one.length === 0 || other.length === 0) return undefined
  if (one.length !== other.length) return false
  return one.every((item, place) => item === other[place] || keyOf(item) === keyOf(other[place]))
}
export const unequal = (one: Items, other: Items): Truth => not(equal(one, other))

export function isResource(list: Items, type: string): Truth {
  return list.length === 0 ? undefined : isJson(list[0]) && list[0]['resourceType'] === type
}

const textOf = (list: Items): string | undefined => (typeof list[0] === 'string' ? list[0] : undefined)

/** `&`: an empty side counts as no text. */
export function join(one: Items, other: Items): Items {
  return [`${textOf(one) ?? ''}${textOf(other) ?? ''}`]
}
export function startsWith(list: Items, start: Items): Truth {
  const [text, sought] = [textOf(list), textOf(start)]
  return text === undefined || sought === undefined ? undefined : text.startsWith(sought)
}
export function contains(list: Items, part: Items): Truth {
  const [text, sought] = [textOf(list), textOf(part)]
  return text === undefined || sought === undefined ? undefined : text.includes(sought)
}
export const matches = (list: Items, pattern: RegExp): Truth => {
  const text = textOf(list)
  return text === undefined ? undefined : pattern.test(text)
}
export function toInteger(list: Items): Items {
  const text = list.length === 1 ? toString(list)[0] : ''
  return typeof text === 'string' && /^[+-]?\d{1,15}$/.test(text) ? [Number(text)] : []
}
export const toString = (list: Items): Items =>
  ['string', 'number', 'boolean'].includes(typeof list[0]) ? [String(list[0])] : []
export function add(one: Items, other: Items): Items {
  const [left, right] = [one[0], other[0]]
  return typeof left === 'number' && typeof right === 'number' ? [left + right] : []
}

/** Below zero, zero or above; null where nothing can be said: other units, or dates of which one is too coarse. */
function compare(left: unknown, right: unknown): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'string' && typeof right === 'string') return compareTimes(left, right)
  if (!isJson(left) || !isJson(right)) return null
  const sameUnit =
    left['system'] === right['system'] && left['code'] === right['code'] && left['unit'] === right['unit']
  return sameUnit ? compare(left['value'], right['value']) : null
}

function compareTimes(left: string, right: string): number | null {
  if (left.includes('T') && right.includes('T')) {
    const difference = Date.parse(left) - Date.parse(right)
    return Number.isNaN(difference) ? null : difference
  }
  const [one, other] = [left.split('-', 3), right.split('-', 3)]
  for (let place = 0; place < Math.min(one.length, other.length); place++) {
    const [a, b] = [one[place]!, other[place]!]
    // A day with a time may be the day before or after in another zone.
    if (a.includes('T') || b.includes('T')) {
      const days = Date.parse(left.slice(0, 10)) - Date.parse(right.slice(0, 10))
      return Math.abs(days) > 86_400_000 ? days : null
    }
    if (a !== b) return a < b ? -1 : 1
  }
  return one.length === other.length ? 0 : null
}

/**
 * Comparing what can't be compared holds, so that a period of `2012-05` to `2012` isn't refused: FHIR R5 says so too
 * (per-1 asks for the low boundary of one and the high boundary of the other).
 */
function holds(one: Items, other: Items, test: (difference: number) => boolean): Truth {
  if (one.length === 0 || other.length === 0) return undefined
  const difference = compare(one[0], other[0])
  return difference === null || test(difference)
}
export const atMost = (one: Items, other: Items): Truth => holds(one, other, (difference) => difference <= 0)
export const more = (one: Items, other: Items): Truth => holds(one, other, (difference) => difference > 0)
export const atLeast = (one: Items, other: Items): Truth => holds(one, other, (difference) => difference >= 0)
