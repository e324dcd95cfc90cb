import type { FhirResource } from '../check-resource.ts'
import { elementOf, elementsOf, textOf, type Element } from '../read-leniently.ts'
import { allWordsOf, displayOf, line, numberText, quantityText, wordsOf, type Shown } from './datatypes.ts'
import { courseStateOf, stateOf } from './standing.ts'

/** What is still to be taken, or was ordered: it has a course. */
export function prescribed(resource: FhirResource): Shown {
  return { ...medicine(resource), ...courseStateOf(resource) }
}

/** What was handed out or given once: it happened. */
export function given(resource: FhirResource): Shown {
  const shown = medicine(resource)
  const dose = elementOf(resource['dosage'])
  const amount = [quantityText(resource['quantity']) || quantityText(dose['dose']), wordsOf(dose['route'])]
  const what = resource.resourceType === 'MedicationDispense' ? 'Handed out' : 'Given'
  const told = amount.filter((part) => part !== '').join(', ')
  return { ...shown, preview: told === '' ? what : `${what}: ${told}`, ...stateOf(resource) }
}

export function immunisation(resource: FhirResource): Shown {
  const protocol = elementsOf(resource['protocolApplied'])[0]
  const dose = numberText(protocol?.['doseNumberPositiveInt']) || line(textOf(protocol?.['doseNumberString']), 40)
  return {
    kind: 'immunisation',
    title: wordsOf(resource['vaccineCode']) || 'Vaccine not named',
    preview: [dose === '' ? '' : `dose ${dose}`, allWordsOf(protocol?.['targetDisease']), wordsOf(resource['site'])]
      .filter((part) => part !== '')
      .join(' · '),
    ...stateOf(resource),
  }
}

function medicine(resource: FhirResource): Shown {
  const concept = conceptOf(resource)
  const dosages = elementsOf(resource['dosageInstruction'] ?? resource['dosage']).slice(0, 4)
  return {
    kind: 'medicine',
    title: wordsOf(concept) || displayOf(resource['medicationReference']) || 'Medicine kept elsewhere',
    preview: dosages.map(dosageText).filter(Boolean).join(', then ').slice(0, 200),
  }
}

/** The medicine by its code, or by that of a Medication inside the resource (`#med`). */
function conceptOf(resource: FhirResource): unknown {
  if (resource['medicationCodeableConcept'] !== undefined) return resource['medicationCodeableConcept']
  const inside = textOf(elementOf(resource['medicationReference'])['reference'])
  if (!inside.startsWith('#')) return undefined
  return elementsOf(resource['contained']).find((one) => one['id'] === inside.slice(1))?.['code']
}

/** As it is written, or put together: `5 mg, by mouth, 2 times in 1 day, as needed`. */
function dosageText(dosage: Element): string {
  const written = line(textOf(dosage['text']) || textOf(dosage['patientInstruction']), 140)
  if (written !== '') return written
  const dose = elementsOf(dosage['doseAndRate'])[0]
  const timing = elementOf(dosage['timing'])
  const needed = dosage['asNeededBoolean'] === true || dosage['asNeededCodeableConcept'] !== undefined
  const amount = quantityText(dose?.['doseQuantity'])
  return [
    /^\d+$/.test(amount) ? `dose ${amount}` : amount,
    wordsOf(dosage['route']).toLowerCase(),
    timingText(timing),
    needed ? 'as needed' : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

const periods = new Map([
  ['s', 'second'],
  ['min', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['wk', 'week'],
  ['mo', 'month'],
  ['a', 'year'],
])

function timingText(timing: Element): string {
  const words = wordsOf(timing['code'])
  if (words !== '') return words
  const repeat = elementOf(timing['repeat'])
  const unit = periods.get(textOf(repeat['periodUnit']))
  const period = numberText(repeat['period'])
  if (unit === undefined || period === '') return ''
  const often = numberText(repeat['frequency']) || '1'
  const each = period === '1' ? `a ${unit}`.replace('a hour', 'an hour') : `in ${period} ${unit}s`
  return `${often === '1' ? 'once' : often === '2' ? 'twice' : `${often} times`} ${each}`
}
