/** Two versions of a FHIR resource, field by field and in words. The narrative of the whole is what its sender made of the same fields. */
import { showDay, showTimeToSecond } from '@candour/contract/formatting.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { labelOf, typeWordsOf } from '../resources/element-words.ts'
import { isElement, readTree, textOf, type Element, type Tree } from '../resources/fhir-tree.ts'
import { conceptWords, plainWords, valueWords } from '../resources/value-words.ts'

export interface Difference {
  /** "Examination", "Telecom, Value". */
  label: string
  /** Null: it was not there. */
  before: string | null
  after: string | null
}

const leftOut = new Set(['resourceType', 'id', 'meta', 'implicitRules', 'language', 'text'])
/** Of one difference at most; what differs in more is another record, and stands whole in its versions. */
const most = 200
const deepest = 12

/** In the order of the newer version. Null: there was no such version. */
export function compareVersions(before: string | null, after: string | null): Difference[] {
  const [was, is] = [before, after].map((json) => withoutFrame(json === null ? {} : readTree(json)))
  const found: Difference[] = []
  compareElements([], was!, is!, found, 0)
  return found.slice(0, most)
}

function withoutFrame(resource: Element): Element {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !leftOut.has(name)))
}

function compareElements(path: string[], was: Element, is: Element, found: Difference[], depth: number) {
  const names = [...new Set([...Object.keys(is), ...Object.keys(was)])]
  for (const name of names.filter((one) => one !== 'id')) {
    const [a, b] = [was[name] ?? null, is[name] ?? null]
    if (a === null || b === null ? a !== b : !isSame(a, b)) compare([...path, labelFor(name)], name, a, b, found, depth)
  }
}

function compare(path: string[], name: string, was: Tree, is: Tree, found: Difference[], depth: number) {
  if (found.length >= most) return
  if (Array.isArray(was) || Array.isArray(is)) return compareLists(path, name, asList(was), asList(is), found, depth)
  const [before, after] = [was, is].map((value) => (value === null ? null : wordsOf(value, name)))
  const canDescend = depth < deepest && [was, is].every((value) => value === null || isElement(value))
  // Codes may differ behind the same words, and what has no words of its own is told part by part.
  if (canDescend && (before === undefined || after === undefined || before === after))
    return compareElements(path, isElement(was) ? was : {}, isElement(is) ? is : {}, found, depth + 1)
  const said = (words: string | null | undefined, value: Tree) => (words === undefined ? JSON.stringify(value) : words)
  const [from, to] = [said(before, was), said(after, is)]
  // Within a minute: the seconds are what differs.
  const exact = from !== null && from === to ? [secondsOf(was), secondsOf(is)] : [from, to]
  found.push({ label: labelOfPath(path), before: exact[0] ?? from, after: exact[1] ?? to })
}

/** Of a moment its day and time to the second; null of all else. */
function secondsOf(value: Tree): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null
  return `${showDay(value)} ${showTimeToSecond(value)}`
}

/** What is in both is left out; the rest is paired by what names it, then in its order. */
function compareLists(path: string[], name: string, was: Tree[], is: Tree[], found: Difference[], depth: number) {
  const texts = (list: Tree[]) => list.map((one) => JSON.stringify(one))
  const [left, right] = [texts(was), texts(is)]
  const gone = was.filter((_, place) => !takeFrom(right, left[place]!))
  const rest = texts(was)
  const come = is.filter((one) => !takeFrom(rest, JSON.stringify(one)))
  const unpaired: Tree[] = []
  for (const one of come) {
    const key = keyOf(one)
    const at = gone.findIndex((other) => key !== null && keyOf(other) === key)
    if (at === -1) unpaired.push(one)
    else compare(namedPath(path, one), name, gone.splice(at, 1)[0]!, one, found, depth + 1)
  }
  for (let place = 0; place < Math.max(gone.length, unpaired.length); place++) {
    const [a, b] = [gone[place] ?? null, unpaired[place] ?? null]
    // Two that are named differently are two: one went, one came.
    if (a !== null && b !== null && keyOf(a) !== keyOf(b)) {
      compare(namedPath(path, a), name, untitled(a), null, found, depth + 1)
      compare(namedPath(path, b), name, null, untitled(b), found, depth + 1)
    } else if (a === null || b === null) {
      const one = (b ?? a)!
      compare(
        namedPath(path, one),
        name,
        a === null ? null : untitled(one),
        b === null ? null : untitled(one),
        found,
        depth + 1,
      )
    } else compare(namedPath(path, b), name, a, b, found, depth + 1)
  }
}

/** What came or went whole has its title in its label. */
function untitled(value: Tree): Tree {
  if (!isElement(value) || textOf(value['title']) === '') return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'title'))
}

function takeFrom(texts: string[], text: string): boolean {
  const at = texts.indexOf(text)
  if (at === -1) return false
  texts.splice(at, 1)
  return true
}

function asList(value: Tree): Tree[] {
  return Array.isArray(value) ? value : value === null ? [] : [value]
}

function isSame(a: Tree, b: Tree): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** By what a part of a list is known again: a section by its title, a component by its code, an extension by its address. */
function keyOf(value: Tree): string | null {
  if (!isElement(value)) return null
  const named = ['title', 'url', 'system', 'linkId', 'use', 'id']
    .map((name) => textOf(value[name]))
    .find((one) => one !== '')
  if (named !== undefined) return named
  return isElement(value['code']) ? conceptWords(value['code']) : null
}

function namedPath(path: string[], value: Tree): string[] {
  if (!isElement(value)) return path
  const title = textOf(value['title'])
  if (title !== '') return [...path.slice(0, -1), title]
  if (isElement(value['code']) && valueWords(value, '') === null)
    return [...path.slice(0, -1), conceptWords(value['code'])]
  return path
}

/** Undefined for what is told part by part. */
function wordsOf(value: Tree, name: string): string | undefined {
  if (value === null) return undefined
  if (name === 'data') return 'Bytes, which stand in the version'
  if (!isElement(value)) return name === 'div' ? xhtmlText(textOf(value)) : plainWords(value as string | boolean, name)
  if (typeof value['div'] === 'string') return xhtmlText(value['div'])
  // A section: its text is a narrative, and no concept's words
  if (isElement(value['text'])) return undefined
  const display = textOf(value['display'])
  const reference = textOf(value['reference'])
  if (reference !== '') return display || referenceWords(reference)
  if (display !== '' && value['code'] === undefined && value['system'] === undefined) return display
  return valueWords(value, name) ?? undefined
}

/** "Patient" of `Patient/0190...`: an id says nothing to people. */
function referenceWords(reference: string): string {
  const type = /^([A-Z][A-Za-z]+)\//.exec(reference)?.[1]
  return type === undefined ? reference : `${typeWordsOf(type)} ${reference.slice(type.length + 1)}`
}

function labelFor(name: string): string {
  return name.startsWith('_') ? `${labelOf(name)} (more)` : labelOf(name)
}

/** The wrappers that FHIR puts around words are left out. */
const wrappers = new Set(['Text', 'Coding', 'Extension', 'Content', 'Attachment'])

function labelOfPath(path: string[]): string {
  const told = path.filter((label, place) => place === 0 || (!wrappers.has(label) && label !== path[place - 1]))
  return told.join(', ')
}
