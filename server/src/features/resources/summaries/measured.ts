/** What an observation found: in words, and as numbers where it has them. https://hl7.org/fhir/R4/observation.html */
import { elementOf, elementsOf, textOf, type Element } from '../read-leniently.ts'
import type { MeasuredPart } from '../summary.ts'
import { codesOf, codeWords, line, numberText, quantityText, unitOf, wordsOf } from './datatypes.ts'

const mostParts = 8

/** LOINC: systolic and diastolic blood pressure. */
const systolic = '8480-6'
const diastolic = '8462-4'

const interpretations = new Map([
  ['H', 'high'],
  ['HH', 'very high'],
  ['L', 'low'],
  ['LL', 'very low'],
  ['A', 'abnormal'],
  ['AA', 'very abnormal'],
  ['HU', 'very high'],
  ['LU', 'very low'],
])

export function valueText(observation: Element): string {
  const own = choiceText(observation)
  const parts = elementsOf(observation['component']).slice(0, mostParts)
  const found = own === '' ? partsText(parts) : own
  const judged = codesOf(elementsOf(observation['interpretation'])[0])
    .map((code) => interpretations.get(code))
    .find((one) => one !== undefined)
  const value = found === '' ? absence(observation) : judged === undefined ? found : `${found}, ${judged}`
  return line(value, 200)
}

export function measuredParts(observation: Element): MeasuredPart[] {
  const parts = [observation, ...elementsOf(observation['component']).slice(0, mostParts)]
  return parts.flatMap((part) => {
    const quantity = elementOf(part['valueQuantity'])
    const { valueInteger } = part
    const value = typeof valueInteger === 'number' ? valueInteger : quantity['value']
    if (typeof value !== 'number' || !Number.isFinite(value)) return []
    const range = elementsOf(part['referenceRange'])[0]
    return [
      {
        label: wordsOf(part['code']).slice(0, 80),
        value,
        unit: unitOf(quantity),
        low: limitOf(range?.['low']),
        high: limitOf(range?.['high']),
      },
    ]
  })
}

function limitOf(limit: unknown): number | null {
  const { value } = elementOf(limit)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** `value[x]` of an observation or of a component. */
function choiceText(part: Element): string {
  const { valueBoolean, valueInteger, valueString, valueDateTime, valueTime } = part
  if (typeof valueBoolean === 'boolean') return valueBoolean ? 'Yes' : 'No'
  const range = elementOf(part['valueRange'])
  const ratio = elementOf(part['valueRatio'])
  const texts = [
    quantityText(part['valueQuantity']),
    wordsOf(part['valueCodeableConcept']),
    textOf(valueString).slice(0, 400),
    numberText(valueInteger),
    textOf(valueDateTime) || textOf(valueTime),
    [quantityText(range['low']), quantityText(range['high'])].filter(Boolean).join(' to '),
    [quantityText(ratio['numerator']), quantityText(ratio['denominator'])].filter(Boolean).join(' : '),
  ]
  return texts.find((text) => text !== '') ?? (part['valueSampledData'] === undefined ? '' : 'A recorded trace')
}

function partsText(parts: Element[]): string {
  const [upper, lower] = [systolic, diastolic].map((code) =>
    elementOf(parts.find((part) => codesOf(part['code']).includes(code))?.['valueQuantity']),
  )
  const pressures = [numberText(upper!['value']), numberText(lower!['value'])]
  if (pressures.every((one) => one !== '')) return `${pressures.join('/')} ${unitOf(upper!)}`.trim()
  return parts
    .map((part) => [wordsOf(part['code']), choiceText(part)])
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}: ${value}`)
    .join('; ')
}

function absence(observation: Element): string {
  const why = wordsOf(observation['dataAbsentReason'])
  return why === '' ? '' : `Not known: ${codeWords(why)}`
}
