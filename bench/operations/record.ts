/** Whole records for import, each from a number: the same number gives the same ids and the same bytes. */
import { createHash } from 'node:crypto'
import { fhirNote, fhirPatient } from './people.ts'

/**
 * Those who are imported, 150,000 at most; below them stand those whom the load registers, above them those of a table.
 * So no two have one NHS number.
 */
export const firstImported = 200_000
export const firstInTable = 350_000

/** Resources in a whole record, the Patient included. */
export const recordSize = 20

export function idOf(type: string, patient: number, place = 0): string {
  const hex = createHash('md5').update(`${type} ${patient} ${place}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

type Resource = { resourceType: string; id: string }

export function importedPatient(number: number): Resource {
  const { resourceType, ...rest } = fhirPatient(number) as Resource
  return { ...rest, resourceType, id: idOf('Patient', number) }
}

export function importedNotes(number: number, count: number): Resource[] {
  return Array.from({ length: count }, (_, place) => {
    const { resourceType, ...rest } = fhirNote(idOf('Patient', number), place) as Resource
    return { ...rest, resourceType, id: idOf('Composition', number, place) }
  })
}

/** A problem and a blood pressure: the least that makes a patient a record. */
export function shortRecord(number: number): Resource[] {
  return [importedPatient(number), problem(number, 0), pressure(number, 0)]
}

/** 20 resources: problems, an allergy, medicines, visits, measurements, a vaccine, two notes. */
export function wholeRecord(number: number): Resource[] {
  const several = (count: number, make: (number: number, place: number) => Resource) =>
    Array.from({ length: count }, (_, place) => make(number, place))
  return [
    importedPatient(number),
    ...several(2, problem),
    ...several(1, allergy),
    ...several(3, medicine),
    ...several(3, visit),
    ...several(7, pressure),
    ...several(1, vaccine),
    ...importedNotes(number, 2),
  ]
}

const day = (number: number, place: number) =>
  new Date(Date.UTC(2023, 0, 1) + ((number * 13 + place * 97) % 1_300) * 86_400_000).toISOString().slice(0, 10)
const subject = (number: number) => ({ reference: `Patient/${idOf('Patient', number)}` })
const snomed = (code: string, display: string) => ({
  coding: [{ system: 'http://snomed.info/sct', code, display }],
  text: display,
})
const status = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
})

const problems = [
  ['38341003', 'Hypertension'],
  ['44054006', 'Type 2 diabetes'],
  ['195967001', 'Asthma'],
  ['396275006', 'Osteoarthritis'],
] as const
const medicines = ['Amlodipine 5 mg tablets', 'Metformin 500 mg tablets', 'Ramipril 2.5 mg capsules'] as const

function problem(number: number, place: number): Resource {
  const [code, display] = problems[(number + place) % problems.length]!
  return {
    resourceType: 'Condition',
    id: idOf('Condition', number, place),
    clinicalStatus: status('condition-clinical', 'active'),
    verificationStatus: status('condition-ver-status', 'confirmed'),
    code: snomed(code, display),
    subject: subject(number),
    onsetDateTime: day(number, place),
  } as Resource
}

function allergy(number: number, place: number): Resource {
  return {
    resourceType: 'AllergyIntolerance',
    id: idOf('AllergyIntolerance', number, place),
    clinicalStatus: status('allergyintolerance-clinical', 'active'),
    verificationStatus: status('allergyintolerance-verification', 'confirmed'),
    code: snomed('91936005', 'Penicillin'),
    patient: subject(number),
    reaction: [{ manifestation: [{ text: 'Rash' }] }],
  } as Resource
}

function medicine(number: number, place: number): Resource {
  return {
    resourceType: 'MedicationRequest',
    id: idOf('MedicationRequest', number, place),
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: medicines[(number + place) % medicines.length] },
    subject: subject(number),
    encounter: { reference: `Encounter/${idOf('Encounter', number, place)}` },
    authoredOn: day(number, place),
    dosageInstruction: [{ text: 'One a day, in the morning, with water' }],
  } as Resource
}

function visit(number: number, place: number): Resource {
  const date = day(number, place)
  return {
    resourceType: 'Encounter',
    id: idOf('Encounter', number, place),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [{ text: 'Review' }],
    subject: subject(number),
    period: { start: `${date}T09:10:00Z`, end: `${date}T09:25:00Z` },
  } as Resource
}

function pressure(number: number, place: number): Resource {
  const part = (code: string, display: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code, display }] },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  })
  return {
    resourceType: 'Observation',
    id: idOf('Observation', number, place),
    status: 'final',
    category: [status('observation-category', 'vital-signs')],
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9', display: 'Blood pressure' }] },
    subject: subject(number),
    effectiveDateTime: day(number, place),
    component: [
      part('8480-6', 'Systolic', 110 + ((number + place) % 50)),
      part('8462-4', 'Diastolic', 60 + ((number * 3 + place) % 35)),
    ],
  } as Resource
}

function vaccine(number: number, place: number): Resource {
  return {
    resourceType: 'Immunization',
    id: idOf('Immunization', number, place),
    status: 'completed',
    vaccineCode: { text: 'Influenza vaccine' },
    patient: subject(number),
    occurrenceDateTime: day(number, place),
  } as Resource
}
