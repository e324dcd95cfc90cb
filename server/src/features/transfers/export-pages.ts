import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FhirResource } from '../resources/check-resource.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { fromComposition } from '../notes/composition.ts'
import { identityOf } from '../patients/patient-fhir.ts'
import { attachmentOf, documentText } from '../resources/attachment.ts'
import { listResources } from '../resources/list-summaries.ts'
import { openMany } from '../resources/open-many.ts'

import { pageOfPatient, type PageEntry, type PagePerson } from './export-html.ts'

/** A page of the readable part, as it waits to be packed; `row` is its line in the index. */
export interface WaitingPage {
  path: string
  html: string
  row: PagePerson & { entries: number }
}

type Cursor = { type: string; id: string }
const first: Cursor = { type: 'Patient', id: '00000000-0000-0000-0000-000000000000' }

/** What a person would look for; the rest is in the lines. */
const listed = new Set([
  'AllergyIntolerance',
  'Condition',
  'DiagnosticReport',
  'Encounter',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
])

/** Pages of the next `most` patients, a JSON line each: what an export has to read without Candour. */
export async function exportPages(
  within: Within,
  patient: string | null,
  after: Cursor | null,
  most: number,
): Promise<{ lines: string[]; next: Cursor | null }> {
  const { resources, next } = await openMany(within, { patient, after: after ?? first, most })
  const people = resources.filter(({ type }) => type === 'Patient')
  const lines: string[] = []
  let length = 0
  for (const { type, id, bytes } of people) {
    const line = `${JSON.stringify(await pageOf(within, id, bytes))}\n`
    lines.push(line)
    length += line.length
    await nextTurn()
    if (length > mostText && lines.length < people.length) return { lines, next: { type, id } }
  }
  return { lines, next: people.length < resources.length ? null : next }
}

/** Characters of text on one page, and about as many in one chunk; more is in the lines alone. */
const mostText = 500_000

/** Everything of a type that a patient owns, a few at a time. */
async function* whole(within: Within, patient: string, type: string): AsyncGenerator<{ id: string; bytes: Buffer }> {
  let after: Cursor | null = { ...first, type }
  while (after !== null) {
    const { resources, next } = await openMany(within, { patient, after, most: 50 })
    for (const one of resources) {
      if (one.type !== type) return
      yield one
    }
    after = next
  }
}

async function pageOf(within: Within, id: string, bytes: Buffer): Promise<WaitingPage> {
  const resource = JSON.parse(bytes.toString()) as FhirResource
  const { family, given, title, birthDate, nhsNumber } = identityOf(resource)
  const person: PagePerson = { path: `patients/${resource.id!}.html`, family, given, title, birthDate, nhsNumber }
  const key = (await openCompartment(within, id))!
  const entries: PageEntry[] = []
  let room = mostText
  for await (const note of whole(within, id, 'Composition')) {
    const composition = parse(note.bytes)
    const { title: heading, sections } = fromComposition(composition)
    entries.push({ at: dateOf(composition, 'date'), kind: 'Note', title: heading, sections: fit(sections), file: null })
  }
  for await (const document of whole(within, id, 'DocumentReference')) {
    const reference = parse(document.bytes)
    const { title: name, contentType } = attachmentOf(reference)
    const text = documentText(reference)
    entries.push({
      at: dateOf(reference, 'date'),
      kind: contentType.startsWith('image/') ? 'Image' : 'Document',
      title: name || textOf(reference['description']) || 'Document',
      sections: text === null ? [] : fit([{ heading: '', text }]),
      file: document.bytes.includes(addressOfFile(document.id)) ? pathOfFile(document.id, name) : null,
    })
  }
  for (const { type, summary } of (await listResources(within, key)).resources)
    if (listed.has(type))
      entries.push({ at: summary.at.slice(0, 10), kind: wordsOf(type), title: summary.title, sections: [], file: null })
  function fit(sections: PageEntry['sections']): PageEntry['sections'] {
    room -= sections.reduce((sum, { text }) => sum + text.length, 0)
    return room > 0 ? sections : [{ heading: '', text: 'The text is in the FHIR file beside this page.' }]
  }
  // Newest first; what has one date stands in an order of its own, so that the same record makes the same page.
  const orderOf = ({ kind, title, sections, file }: PageEntry) => JSON.stringify([kind, title, file, sections])
  entries.sort((one, other) => compare(other.at, one.at) || compare(orderOf(one), orderOf(other)))
  return { path: person.path, html: pageOfPatient(person, entries), row: { ...person, entries: entries.length } }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function parse(bytes: Buffer): FhirResource {
  return JSON.parse(bytes.toString()) as FhirResource
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function dateOf(resource: FhirResource, element: string): string {
  return textOf(resource[element]).slice(0, 10)
}

/** As a document names its own contents. */
export function addressOfFile(blob: string): string {
  return `"/api/files/${blob}/content"`
}

/** Where an export has the contents of a document: by its id, with the ending that it had, so that it opens. */
export function pathOfFile(blob: string, name: string): string {
  return `files/${blob}${/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? ''}`
}

/** `MedicationRequest` is read as "Medication request". */
function wordsOf(type: string): string {
  const words = type.replaceAll(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return words === 'Allergy intolerance' ? 'Allergy' : words
}
