import type { FhirResource } from '../resources/check-resource.ts'
import { toComposition, type NoteText } from '../notes/composition.ts'
import { toDocumentReference } from '../files/document-reference.ts'
import { concept, snomed, type Code } from './codes.ts'
import type { DemoFile, DemoMember } from './demo.ts'
import { toPatient } from './people/patient.ts'
import type { Person } from './people/person.ts'
import type { Random } from './random.ts'

/** A patient's record while it is being made. */
export interface Chart {
  person: Person
  random: Random
  resources: FhirResource[]
  files: DemoFile[]
}

/** Somebody of the staff meets the patient: what is written then names who, when and in which encounter. */
export interface Contact {
  at: Date
  author: DemoMember
  encounter: { reference: string }
}

/** The ways in which they meet, of HL7's v3-ActCode. */
const classes = { AMB: 'ambulatory', VR: 'virtual', HH: 'home health', FLD: 'field' } as const
export type EncounterClass = keyof typeof classes

export function openChart(person: Person, random: Random): Chart {
  return { person, random, resources: [toPatient(person)], files: [] }
}

/** Adds a resource; answers the reference to it. */
export function add(chart: Chart, type: string, elements: Record<string, unknown>): { reference: string } {
  const id = chart.random.uuid()
  chart.resources.push({ resourceType: type, id, ...elements })
  return { reference: `${type}/${id}` }
}

export function subjectOf({ person }: Chart): { reference: string } {
  return { reference: `Patient/${person.id}` }
}

/** Staff are members of the practice, not resources: named as Candour names its authors. */
export function staffReference(member: DemoMember) {
  return { type: 'Practitioner', identifier: { system: 'urn:candour:member', value: member.id }, display: member.name }
}

export function meet(
  chart: Chart,
  author: DemoMember,
  at: Date,
  { minutes, kind, reason, what }: { minutes: number; kind: EncounterClass; reason?: Code | undefined; what: string },
): Contact {
  const end = new Date(at.getTime() + minutes * 60_000)
  const encounter = add(chart, 'Encounter', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: kind, display: classes[kind] },
    type: [{ text: what }],
    subject: subjectOf(chart),
    participant: [{ individual: staffReference(author) }],
    period: { start: at.toISOString(), end: end.toISOString() },
    ...(reason === undefined ? {} : { reasonCode: [concept(snomed, reason)] }),
  })
  return { at: end, author, encounter }
}

/** A finished note, as Candour itself would have kept it. Sections without text are left out. */
export function writeNote(chart: Chart, { at, author, encounter }: Contact, note: NoteText): void {
  const { resourceType, ...composed } = toComposition({
    title: note.title,
    sections: note.sections.filter(({ text }) => text !== ''),
    patient: chart.person.id,
    author: { member: author.id, name: author.name, role: author.role },
    at,
    status: 'final',
  })
  add(chart, resourceType, { ...composed, encounter })
}

export function addFile(
  chart: Chart,
  { at, author }: Pick<Contact, 'at' | 'author'>,
  file: Omit<DemoFile, 'id'>,
): void {
  const id = chart.random.uuid()
  const { resourceType, ...described } = toDocumentReference({
    id,
    patient: chart.person.id,
    name: file.title,
    mediaType: file.mediaType,
    size: 0,
    author: { member: author.id, name: author.name },
    at,
  })
  const [content] = described['content'] as { attachment: Record<string, unknown> }[]
  const { size: _unknown, ...attachment } = content!.attachment
  chart.resources.push({ resourceType, id, ...described, content: [{ attachment }] })
  chart.files.push({ id, ...file })
}
