import type { FhirResource } from '../check-resource.ts'
import { elementOf, elementsOf, textOf } from '../read-leniently.ts'
import { allWordsOf, displayOf, line, wordsOf, type Shown } from './datatypes.ts'
import { stateOf } from './standing.ts'

/** https://terminology.hl7.org/CodeSystem-v3-ActCode.html, for classes without a display. */
const classes = new Map([
  ['AMB', 'Outpatient visit'],
  ['EMER', 'Emergency visit'],
  ['FLD', 'Visit in the field'],
  ['HH', 'Home visit'],
  ['IMP', 'Inpatient stay'],
  ['ACUTE', 'Inpatient stay, acute'],
  ['NONAC', 'Inpatient stay, non-acute'],
  ['OBSENC', 'Stay for observation'],
  ['PRENC', 'Pre-admission visit'],
  ['SS', 'Short stay'],
  ['VR', 'Remote consultation'],
])

export function encounter(resource: FhirResource): Shown {
  const kind = elementOf(resource['class'])
  const place = elementOf(elementsOf(resource['location'])[0]?.['location'])
  return {
    kind: 'encounter',
    title:
      wordsOf(resource['type']) ||
      wordsOf(resource['serviceType']) ||
      (classes.get(textOf(kind['code'])) ?? wordsOf(kind)) ||
      'Encounter',
    author: person(displayOf(elementsOf(resource['participant'])[0]?.['individual'])),
    preview: [allWordsOf(resource['reasonCode']), displayOf(place) || displayOf(resource['serviceProvider'])]
      .filter((part) => part !== '')
      .join(' · '),
    ...stateOf(resource),
  }
}

export function appointment(resource: FhirResource): Shown {
  const actors = elementsOf(resource['participant']).map((one) => elementOf(one['actor']))
  const staff = actors.find((actor) => !textOf(actor['reference']).includes('Patient/'))
  const title =
    textOf(resource['description']) || wordsOf(resource['serviceType']) || wordsOf(resource['appointmentType'])
  return {
    kind: 'encounter',
    title: line(title) || 'Appointment',
    author: person(displayOf(staff)),
    preview: allWordsOf(resource['reasonCode']) || line(textOf(resource['comment']), 140),
    ...stateOf(resource),
  }
}

function person(name: string) {
  return { member: null, name, role: '' }
}
