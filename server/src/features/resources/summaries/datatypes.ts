/** FHIR datatypes in words, read leniently: what is odd counts as not there. https://hl7.org/fhir/R4/datatypes.html */
import type { FhirResource } from '../check-resource.ts'
import { conceptText, elementOf, elementsOf, textOf, textsOf, type Element } from '../read-leniently.ts'
import type { Summary } from '../summary.ts'

/** What a type says of itself; moment, author, state and encounter are read the same way for all. */
export type Shown = Pick<Summary, 'kind' | 'title'> & Partial<Summary>

/** A line, whatever came as one. */
export function line(text: string, most = 300): string {
  return text.slice(0, most).replace(/\s+/g, ' ').trim()
}

/** `entered-in-error` as `entered in error`. */
export function codeWords(code: unknown): string {
  return textOf(code).slice(0, 60).replace(/[-_]/g, ' ').trim().toLowerCase()
}

/** An instant as UTC, a date as much of it as is said; empty for anything else. */
export function momentText(value: unknown): string {
  const text = textOf(value)
  if (/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)) return text
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return ''
  const at = new Date(text.slice(0, 40))
  return Number.isNaN(at.getTime()) || at.getTime() < Date.UTC(0, 0) ? '' : at.toISOString()
}

/** The first of these elements that names a moment: an instant, a date, or the start (else the end) of a period or timing. */
export function momentOf(resource: Element, elements: readonly string[]): string {
  for (const name of elements) {
    const value = resource[name]
    const first = Array.isArray(value) ? (value as unknown[])[0] : value
    const within = elementOf(first)
    const bounds = elementOf(elementOf(within['repeat'])['boundsPeriod'])
    const events = textsOf(within['event'])
    for (const one of [first, within['start'], events[0], bounds['start'], within['end']]) {
      const moment = momentText(one)
      if (moment !== '') return moment
    }
  }
  return ''
}

/** SNOMED CT ends its full names with the branch of its tree; a title says it by its kind. */
const semanticTag =
  / \((?:disorder|finding|procedure|situation|event|regime\/therapy|observable entity|substance|person)\)$/

/** Text of a CodeableConcept, a Coding or a list of either; a code alone when it has no words. */
export function wordsOf(value: unknown): string {
  const one = elementOf(Array.isArray(value) ? (value as unknown[])[0] : value)
  const coding = elementsOf(one['coding'])[0]
  const words = conceptText(one) || textOf(one['display']) || textOf(coding?.['code']) || textOf(one['code'])
  return line(words).replace(semanticTag, '')
}

/** The words of each, without repeats: `Knee, Left`. */
export function allWordsOf(value: unknown): string {
  const words = (Array.isArray(value) ? (value as unknown[]) : [value]).slice(0, 10).map(wordsOf)
  return [...new Set(words.filter((one) => one !== ''))].join(', ')
}

export function codesOf(concept: unknown): string[] {
  const one = elementOf(concept)
  const codings = one['coding'] === undefined ? [one] : elementsOf(one['coding'])
  return codings.map((coding) => textOf(coding['code'])).filter((code) => code !== '')
}

/** By which the same thing is found again: `system|code` of the first coding, or the words. */
export function codeKey(concept: unknown): string {
  const coding = elementsOf(elementOf(concept)['coding']).find((one) => textOf(one['code']) !== '')
  if (coding === undefined) return wordsOf(concept).toLowerCase()
  return `${textOf(coding['system'])}|${textOf(coding['code'])}`.slice(0, 200)
}

/** The display of a reference, or of the first of several. */
export function displayOf(value: unknown): string {
  const one = elementOf(Array.isArray(value) ? (value as unknown[])[0] : value)
  return line(textOf(one['display']) || textOf(elementOf(one['identifier'])['value']), 120)
}

/** Numbers as people read them: what a machine left as 27.343498234 is 27.343; four decimals and fewer stay. */
export function numberText(value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return ''
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0
  return decimals > 4 ? String(Number(value.toPrecision(5))) : String(value)
}

/** UCUM writes units for machines: https://ucum.org. Those that people write otherwise. */
const units = new Map([
  ['mm[Hg]', 'mmHg'],
  ['{score}', ''],
  ['{#}', ''],
  ['1', ''],
  ['/min', 'per min'],
  ['{beats}/min', 'per min'],
  ['Cel', '°C'],
  ['[degF]', '°F'],
  ['[lb_av]', 'lb'],
  ['[in_i]', 'in'],
  ['d', 'days'],
  ['wk', 'weeks'],
  ['mo', 'months'],
  ['a', 'years'],
])

export function unitOf(quantity: Element): string {
  const unit = textOf(quantity['unit']) || textOf(quantity['code'])
  return line(units.get(unit) ?? unit, 40)
}

/** `< 5 mg`. */
export function quantityText(value: unknown): string {
  const quantity = elementOf(value)
  const number = numberText(quantity['value'])
  if (number === '') return ''
  return [textOf(quantity['comparator']).slice(0, 2), number, unitOf(quantity)].filter((part) => part !== '').join(' ')
}

/** `Encounter/abc` as `abc`; null for anything that is not a reference to this type here. */
export function idIn(type: string, reference: unknown): string | null {
  const text = textOf(elementOf(reference)['reference'])
  return new RegExp(`^${type}/([A-Za-z0-9\\-.]{1,64})$`).exec(text)?.[1] ?? null
}

/** Text of notes (Annotation). */
export function notesOf(resource: FhirResource): string {
  const first = elementsOf(resource['note'])[0]
  return textOf(first?.['text'])
}
