import type { FhirResource } from './check-resource.ts'
import { elementOf, elementsOf, textOf } from './read-leniently.ts'
import { displayOf, idIn, momentOf, type Shown } from './summaries/datatypes.ts'
import { document, media, note } from './summaries/documents.ts'
import { appointment, encounter } from './summaries/encounters.ts'
import { given, immunisation, prescribed } from './summaries/medicines.ts'
import { other } from './summaries/others.ts'
import { carePlan, goal, request } from './summaries/plans.ts'
import { allergy, problem } from './summaries/problems.ts'
import { imaging, observation, procedure, report } from './summaries/results.ts'
import type { Summary } from './summary.ts'

const readers = new Map<string, (resource: FhirResource) => Shown>([
  ['AllergyIntolerance', allergy],
  ['Appointment', appointment],
  ['CarePlan', carePlan],
  ['Composition', note],
  ['Condition', problem],
  ['DiagnosticReport', report],
  ['DocumentReference', document],
  ['Encounter', encounter],
  ['Goal', goal],
  ['ImagingStudy', imaging],
  ['Immunization', immunisation],
  ['Media', media],
  ['MedicationAdministration', given],
  ['MedicationDispense', given],
  ['MedicationRequest', prescribed],
  ['MedicationStatement', prescribed],
  ['Observation', observation],
  ['Procedure', procedure],
  ['ServiceRequest', request],
])

/** When it happened, then when it was ordered or planned, then when it was written down. */
const moments = [
  'onsetDateTime',
  'onsetPeriod',
  'effectiveDateTime',
  'effectiveInstant',
  'effectivePeriod',
  'effectiveTiming',
  'performedDateTime',
  'performedPeriod',
  'whenHandedOver',
  'whenPrepared',
  'startDate',
  'started',
  'start',
  'authoredOn',
  'occurrenceDateTime',
  'occurrencePeriod',
  'occurrenceTiming',
  'occurredDateTime',
  'period',
  'createdDateTime',
  'createdPeriod',
  'sent',
  'received',
  'timingDateTime',
  'timingPeriod',
  'servicedDate',
  'date',
  'dateTime',
  'detected',
  'identifiedDateTime',
  'dateWritten',
  'authored',
  'assertedDate',
  'recordedDate',
  'issued',
  'recorded',
  'dateRecorded',
  'dateAsserted',
  'statusDate',
  'created',
  'dateWritten',
]

const people = [
  'author',
  'performer',
  'recorder',
  'requester',
  'asserter',
  'informationSource',
  'sender',
  'source',
  'prescriber',
]

/** What lists show of a resource that came through FHIR, read leniently: nothing here may fail on odd input. */
export function summarise(resource: FhirResource, now: Date): Summary {
  if (resource.resourceType === 'Patient')
    return { kind: 'patient', title: 'Patient', at: now.toISOString(), author: nobody, preview: '' }
  const shown = (readers.get(resource.resourceType) ?? other)(resource)
  const within = idIn('Encounter', resource['encounter'] ?? contextOf(resource))
  return {
    author: authorOf(resource),
    preview: '',
    ...shown,
    at: (shown.at ?? '') || momentOf(resource, moments),
    ...(within !== null && { encounter: within }),
  }
}

const nobody = { member: null, name: '', role: '' }

/** Medicines and documents name their encounter elsewhere than the rest. */
function contextOf(resource: FhirResource): unknown {
  const context = elementOf(resource['context'])
  return elementsOf(context['encounter'])[0] ?? context
}

/** The first person or place that the record names as having done, ordered or written it. */
function authorOf(resource: FhirResource): Summary['author'] {
  for (const element of people) {
    const value = resource[element]
    const first = elementOf(Array.isArray(value) ? (value as unknown[])[0] : value)
    const name = displayOf(first) || displayOf(first['actor']) || textOf(first['agent'])
    if (name !== '') return { ...nobody, name }
  }
  return nobody
}
