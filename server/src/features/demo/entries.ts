/** What is recorded in a contact besides the note, each as its FHIR R4 resource. */
import { concept, loinc, measureOf, quantity, snomed, type Code, type MeasureName } from './codes.ts'
import { add, staffReference, subjectOf, type Chart, type Contact } from './chart.ts'
import { dateOf } from './calendar.ts'

const terms = 'http://terminology.hl7.org/CodeSystem'

interface NewCondition {
  code: Code
  text?: string
  /** Day on which it began. */
  onset: number
  /** Day on which it was over. */
  over?: number | undefined
  isProblem: boolean
  contact?: Contact
}

export function addCondition(chart: Chart, { code, text, onset, over, isProblem, contact }: NewCondition) {
  return add(chart, 'Condition', {
    clinicalStatus: {
      coding: [{ system: `${terms}/condition-clinical`, code: over === undefined ? 'active' : 'resolved' }],
    },
    verificationStatus: { coding: [{ system: `${terms}/condition-ver-status`, code: 'confirmed' }] },
    category: [
      {
        coding: [
          { system: `${terms}/condition-category`, code: isProblem ? 'problem-list-item' : 'encounter-diagnosis' },
        ],
      },
    ],
    code: concept(snomed, code, text),
    subject: subjectOf(chart),
    ...(contact === undefined ? {} : { encounter: contact.encounter }),
    onsetDateTime: dateOf(onset),
    ...(over === undefined ? {} : { abatementDateTime: dateOf(over) }),
    ...(contact === undefined
      ? { recordedDate: dateOf(onset) }
      : { recordedDate: contact.at.toISOString(), recorder: staffReference(contact.author) }),
  })
}

export function observe(chart: Chart, contact: Contact, name: MeasureName, value: number) {
  const { loinc: code, text, unit, ucum, category, usual } = measureOf(name)
  return addObservation(chart, contact, category, concept(loinc, code, text), {
    valueQuantity: quantity(value, unit.replace(/[{}]/g, ''), ucum ?? unit),
    ...(usual === undefined ? {} : againstUsual(value, usual, unit, ucum ?? unit)),
  })
}

function againstUsual(value: number, [low, high]: readonly [number | null, number | null], unit: string, ucum: string) {
  const mark =
    low !== null && value < low
      ? (['L', 'Low'] as const)
      : high !== null && value > high
        ? (['H', 'High'] as const)
        : null
  return {
    ...(mark === null ? {} : { interpretation: [concept(`${terms}/v3-ObservationInterpretation`, mark)] }),
    referenceRange: [
      {
        ...(low === null ? {} : { low: quantity(low, unit, ucum) }),
        ...(high === null ? {} : { high: quantity(high, unit, ucum) }),
      },
    ],
  }
}

export function observePressure(chart: Chart, contact: Contact, [systolic, diastolic]: readonly [number, number]) {
  const component = (name: 'systolic' | 'diastolic', value: number) => {
    const { loinc: code, text, unit, ucum } = measureOf(name)
    return { code: concept(loinc, code, text), valueQuantity: quantity(value, unit, ucum) }
  }
  const panel = concept(loinc, ['85354-9', 'Blood pressure panel with all children optional'], 'Blood pressure')
  return addObservation(chart, contact, 'vital-signs', panel, {
    component: [component('systolic', systolic), component('diastolic', diastolic)],
  })
}

export function addObservation(
  chart: Chart,
  { at, author, encounter }: Contact,
  category: 'vital-signs' | 'laboratory' | 'survey' | 'social-history' | 'exam',
  code: object,
  value: Record<string, unknown>,
) {
  return add(chart, 'Observation', {
    status: 'final',
    category: [{ coding: [{ system: `${terms}/observation-category`, code: category }] }],
    code,
    subject: subjectOf(chart),
    encounter,
    effectiveDateTime: at.toISOString(),
    issued: at.toISOString(),
    performer: [staffReference(author)],
    ...value,
  })
}

export interface Medicine {
  /** As it is prescribed: `Ramipril 5 mg capsules`. */
  text: string
  /** The substance, SNOMED CT, where we are sure of it. */
  substance?: Code
  dose: string
  quantity: number
  unit: string
  /** For so many days. */
  days: number
}

interface NewPrescription {
  medicine: Medicine
  contact: Contact
  repeats?: number
  isOver: boolean
  reason?: { reference: string } | undefined
}

export function prescribe(chart: Chart, { medicine, contact, repeats, isOver, reason }: NewPrescription) {
  const { text, substance, dose, quantity: supplied, unit, days } = medicine
  return add(chart, 'MedicationRequest', {
    status: isOver ? 'completed' : 'active',
    intent: 'order',
    medicationCodeableConcept: substance === undefined ? { text } : concept(snomed, substance, text),
    subject: subjectOf(chart),
    encounter: contact.encounter,
    authoredOn: contact.at.toISOString(),
    requester: staffReference(contact.author),
    ...(reason === undefined ? {} : { reasonReference: [reason] }),
    dosageInstruction: [{ text: dose }],
    dispenseRequest: {
      ...(repeats === undefined ? {} : { numberOfRepeatsAllowed: repeats }),
      quantity: { value: supplied, unit },
      expectedSupplyDuration: quantity(days, 'days', 'd'),
    },
  })
}

export function addAllergy(chart: Chart, on: number, allergy: { code: Code; text: string; reaction?: string }) {
  const { code, text, reaction } = allergy
  return add(chart, 'AllergyIntolerance', {
    clinicalStatus: { coding: [{ system: `${terms}/allergyintolerance-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${terms}/allergyintolerance-verification`, code: 'confirmed' }] },
    code: concept(snomed, code, text),
    patient: subjectOf(chart),
    recordedDate: dateOf(on),
    ...(reaction === undefined ? {} : { reaction: [{ manifestation: [{ text: reaction }] }] }),
  })
}

export function addProcedure(chart: Chart, contact: Contact, procedure: { text: string; code?: Code; site?: string }) {
  const { text, code, site } = procedure
  return add(chart, 'Procedure', {
    status: 'completed',
    code: code === undefined ? { text } : concept(snomed, code, text),
    subject: subjectOf(chart),
    encounter: contact.encounter,
    performedDateTime: contact.at.toISOString(),
    performer: [{ actor: staffReference(contact.author) }],
    ...(site === undefined ? {} : { bodySite: [{ text: site }] }),
  })
}

interface NewAppointment {
  start: Date
  minutes: number
  status: 'booked' | 'fulfilled' | 'noshow'
  description: string
  author: Contact['author']
}

export function addAppointment(chart: Chart, { start, minutes, status, description, author }: NewAppointment) {
  return add(chart, 'Appointment', {
    status,
    description,
    start: start.toISOString(),
    end: new Date(start.getTime() + minutes * 60_000).toISOString(),
    minutesDuration: minutes,
    participant: [
      { actor: subjectOf(chart), status: 'accepted' },
      { actor: staffReference(author), status: 'accepted' },
    ],
  })
}

/** Results of a laboratory: their values, and the report that binds them. */
export function report(
  chart: Chart,
  contact: Contact,
  title: string,
  values: readonly [MeasureName, number][],
  conclusion: string,
) {
  const result = values.map(([name, value]) => observe(chart, contact, name, value))
  return add(chart, 'DiagnosticReport', {
    status: 'final',
    category: [{ coding: [{ system: `${terms}/v2-0074`, code: 'LAB', display: 'Laboratory' }] }],
    code: { text: title },
    subject: subjectOf(chart),
    encounter: contact.encounter,
    effectiveDateTime: contact.at.toISOString(),
    issued: contact.at.toISOString(),
    result,
    conclusion,
  })
}
