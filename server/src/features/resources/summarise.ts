import type { FhirResource } from './parse-resource.ts'
import type { Summary } from './summary.ts'

interface Concept {
  text?: string
  coding?: { display?: string; code?: string }[]
}
interface Attachment {
  contentType?: string
  title?: string
  data?: string
}

/** What lists show of a resource that came through FHIR, read leniently: nothing here may fail on odd input. */
export function summarise(resource: FhirResource, now: Date): Summary {
  const author = (list(resource['author'])[0] ?? {}) as { display?: unknown }
  const base = { author: { member: null, name: text(author.display), role: '' }, preview: '' }
  if (resource.resourceType === 'DocumentReference') {
    const attachment = attachmentOf(resource)
    const kind =
      attachment?.contentType?.startsWith('image/') === true
        ? 'image'
        : attachment?.data === undefined
          ? 'file'
          : 'document'
    const title =
      text(attachment?.title) || text(resource['description']) || conceptText(resource['type']) || 'Document'
    return {
      ...base,
      kind,
      title,
      at: instantOf(resource['date'], now),
      preview: previewOf(documentText(resource) ?? ''),
    }
  }
  if (resource.resourceType === 'Composition') {
    const title = text(resource['title']) || conceptText(resource['type']) || 'Note'
    return { ...base, kind: 'note', title, at: instantOf(resource['date'], now), preview: '' }
  }
  if (resource.resourceType === 'AllergyIntolerance') {
    return {
      ...base,
      kind: 'allergy',
      title: conceptText(resource['code']),
      at: instantOf(resource['recordedDate'], now),
    }
  }
  return { ...base, kind: 'patient', title: 'Patient', at: now.toISOString() }
}

export function attachmentOf(resource: FhirResource): Attachment | undefined {
  return (list(resource['content'])[0] as { attachment?: Attachment } | undefined)?.attachment
}

/** The text inside a document that carries it (base64, text/plain); null for others. */
export function documentText(resource: FhirResource): string | null {
  const attachment = attachmentOf(resource)
  if (typeof attachment?.data !== 'string' || attachment.contentType?.startsWith('text/plain') !== true) return null
  return Buffer.from(attachment.data, 'base64').toString('utf8')
}

/** The first words that say something: headings, dates and blank lines are skipped. */
export function previewOf(whole: string): string {
  const lines = whole.split('\n').map((line) => line.replace(/^[#\-*\s]+/, '').trim())
  return lines
    .filter((line) => line !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(line))
    .join(' · ')
    .slice(0, 140)
}

function conceptText(value: unknown): string {
  const concept = (value ?? {}) as Concept
  return (
    text(concept.text) || text(list(concept.coding)[0] && (list(concept.coding)[0] as { display?: unknown }).display)
  )
}

function instantOf(value: unknown, otherwise: Date): string {
  const at = typeof value === 'string' ? new Date(value) : otherwise
  return (Number.isNaN(at.getTime()) ? otherwise : at).toISOString()
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
