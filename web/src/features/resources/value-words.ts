/** FHIR datatypes in words, for reading: https://hl7.org/fhir/R4/datatypes.html. Null for what has parts of its own. */
import { showDate, showDay, showTime } from '@candour/contract/formatting.ts'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { elementsOf, isElement, textOf, type Element, type Tree } from './fhir-tree.ts'

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/

export function momentWords(text: string): string | null {
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(text)) return showDate(text)
  return instant.test(text) && !Number.isNaN(Date.parse(text)) ? `${showDay(text)} ${showTime(text)}` : null
}

/** Elements whose texts are a person's words, never a code. */
const free =
  /^(text|description|comment|title|display|conclusion|note|name|family|given|line|city|patientInstruction|id|reference|div|label)$|String$/

/** A text, yes or no, or a code. */
export function plainWords(value: string | boolean, name: string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  const moment = momentWords(value)
  if (moment !== null) return moment
  if (free.test(name) || !/^[a-z]{2,}(-[a-z]+)*$/.test(value)) return value
  return value[0]!.toUpperCase() + value.slice(1).replaceAll('-', ' ')
}

const units = new Map([
  ['mm[Hg]', 'mmHg'],
  ['/min', 'per min'],
  ['{beats}/min', 'per min'],
  ['Cel', '°C'],
  ['{score}', ''],
  ['1', ''],
  ['d', 'days'],
  ['wk', 'weeks'],
  ['mo', 'months'],
  ['a', 'years'],
])

export function quantityWords(quantity: Element): string {
  const unit = textOf(quantity['unit']) || textOf(quantity['code'])
  return [textOf(quantity['comparator']), textOf(quantity['value']), units.get(unit) ?? unitInWords(unit)]
    .filter((part) => part !== '')
    .join(' ')
}

/** `24-Apr-2002 12:31 to 13:13`. */
export function periodWords(period: Element): string {
  const [start, end] = [textOf(period['start']), textOf(period['end'])]
  const from = start === '' ? '' : (momentWords(start) ?? start)
  const to = end === '' ? '' : (momentWords(end) ?? end)
  if (from === '' || to === '') return from === '' ? `Until ${to}` : `Since ${from}`
  if (from === to) return from
  const [day, time] = to.split(' ')
  return time !== undefined && from.startsWith(`${day} `) ? `${from} to ${time}` : `${from} to ${to}`
}

export function conceptWords(concept: Element): string {
  const coding = elementsOf(concept['coding'])
  const named = coding.find((one) => textOf(one['display']) !== '') ?? coding[0]
  const words = textOf(concept['text']) || textOf(named?.['display'])
  const code = textOf(named?.['code']) || textOf(concept['code'])
  const visit = textOf(concept['system']).endsWith('/v3-ActCode') ? visits.get(code) : undefined
  return visit ?? (words || textOf(concept['display']) || (visits.get(code) ?? codeWords(code)))
}

/** Kinds of encounter that come as a code alone: https://terminology.hl7.org/CodeSystem-v3-ActCode.html */
const visits = new Map([
  ['AMB', 'Outpatient visit'],
  ['EMER', 'Emergency visit'],
  ['HH', 'Home visit'],
  ['IMP', 'Inpatient stay'],
  ['OBSENC', 'Stay for observation'],
  ['SS', 'Short stay'],
  ['VR', 'Remote consultation'],
])

const codeWords = (code: string) => plainWords(code, 'code')

const spans = new Map([
  ['s', 'second'],
  ['min', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['wk', 'week'],
  ['mo', 'month'],
  ['a', 'year'],
])

export function timingWords(timing: Element): string {
  const code = isElement(timing['code']) ? conceptWords(timing['code']) : ''
  const repeat = isElement(timing['repeat']) ? timing['repeat'] : {}
  const span = spans.get(textOf(repeat['periodUnit']))
  const period = textOf(repeat['period'])
  const often = textOf(repeat['frequency']) || '1'
  const times = often === '1' ? 'once' : often === '2' ? 'twice' : `${often} times`
  const each = period === '1' ? `${span === 'hour' ? 'an' : 'a'} ${span}` : `in ${period} ${span}s`
  const bounds = isElement(repeat['boundsPeriod']) ? periodWords(repeat['boundsPeriod']) : ''
  return [code, code === '' && span !== undefined && period !== '' ? `${times} ${each}` : '', bounds]
    .filter((part) => part !== '')
    .join(', ')
}

function dosageWords(dosage: Element): string {
  const written = textOf(dosage['text'])
  if (written !== '') return written
  const dose = elementsOf(dosage['doseAndRate'])[0] ?? dosage
  const amount = ['doseQuantity', 'dose', 'rateQuantity'].map((name) => dose[name]).find(isElement)
  const said = amount === undefined ? '' : quantityWords(amount)
  return [
    /^[\d.]+$/.test(said) ? `dose ${said}` : said,
    isElement(dosage['route']) ? conceptWords(dosage['route']).toLowerCase() : '',
    isElement(dosage['timing']) ? timingWords(dosage['timing']) : '',
    dosage['asNeededBoolean'] === true ? 'as needed' : '',
    textOf(dosage['patientInstruction']),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function personWords(name: Element): string {
  const parts = [...listed(name['prefix']), ...listed(name['given']), textOf(name['family'])]
  return textOf(name['text']) || parts.filter((part) => part !== '').join(' ')
}

const listed = (value: Tree | undefined) => (Array.isArray(value) ? value.map((one) => textOf(one)) : [])

/** Words for a datatype, told by its parts; null for a backbone element, which is shown part by part. */
export function valueWords(value: Element, name: string): string | null {
  const has = (part: string) => value[part] !== undefined
  if (has('coding') || (has('system') && has('code') && !has('value')) || Object.keys(value).join() === 'text')
    return conceptWords(value)
  if (has('system') && has('value') && !has('unit') && !has('code')) return textOf(value['value'])
  if (name === 'dosageInstruction' || name === 'dosage') return dosageWords(value) || null
  if (has('repeat') || (name.toLowerCase().includes('timing') && has('code'))) return timingWords(value) || null
  if (has('value') && (has('unit') || has('code') || has('comparator'))) return quantityWords(value)
  if (has('start') || has('end'))
    return Object.keys(value).every((part) => /^(start|end)$/.test(part)) ? periodWords(value) : null
  if (has('low') || has('high')) return rangeWords(value)
  if (has('numerator'))
    return [value['numerator'], value['denominator']].filter(isElement).map(quantityWords).join(' : ')
  if (has('family') || has('given')) return personWords(value)
  if (has('city') || has('postalCode'))
    return [...listed(value['line']), textOf(value['city']), textOf(value['postalCode'])]
      .filter((part) => part !== '')
      .join(', ')
  if (has('text') && Object.keys(value).every((part) => /^(text|time|author\w*)$/.test(part)))
    return annotationWords(value)
  if (has('value') && Object.keys(value).every((part) => /^(value|unit)$/.test(part))) return quantityWords(value)
  return null
}

/** `3.5 to 5.3 mmol/L`, of a range or of a reference range that is nothing but one. */
function rangeWords(range: Element): string | null {
  if (!Object.keys(range).every((part) => /^(low|high|text)$/.test(part))) return null
  const [low, high] = [range['low'], range['high']].map((one) => (isElement(one) ? quantityWords(one) : ''))
  if (low === '' || high === '') return textOf(range['text']) || (low === '' ? `Up to ${high}` : `From ${low}`)
  const unit = low!.split(' ').slice(1).join(' ')
  return unit !== '' && high!.endsWith(unit) ? `${low!.split(' ')[0]} to ${high}` : `${low} to ${high}`
}

function annotationWords(note: Element): string {
  const by = isElement(note['authorReference'])
    ? textOf(note['authorReference']['display'])
    : textOf(note['authorString'])
  const when = momentWords(textOf(note['time'])) ?? ''
  const told = [by, when].filter((part) => part !== '').join(', ')
  return told === '' ? textOf(note['text']) : `${textOf(note['text'])} (${told})`
}
