import type { FhirResource } from './check-resource.ts'
import { conceptText, elementOf, elementsOf, textOf } from './read-leniently.ts'
import type { Summary } from './summary.ts'

interface Attachment {
  contentType: string
  title: string
  data: string | null
}

/** What lists show of a resource that came through FHIR, read leniently: nothing here may fail on odd input. */
export function summarise(resource: FhirResource, now: Date): Summary {
  const author = textOf(elementsOf(resource['author'])[0]?.['display'])
  const base = { author: { member: null, name: author, role: '' }, preview: '' }
  if (resource.resourceType === 'DocumentReference') {
    const attachment = attachmentOf(resource)
    const isImage = attachment.contentType.startsWith('image/')
    return {
      ...base,
      kind: isImage ? 'image' : attachment.data === null ? 'file' : 'document',
      title: short(attachment.title || textOf(resource['description']) || conceptText(resource['type']) || 'Document'),
      at: instantOf(resource['date'], now),
      preview: previewOf(documentText(resource) ?? ''),
    }
  }
  if (resource.resourceType === 'Composition') {
    const title = short(textOf(resource['title']) || conceptText(resource['type']) || 'Note')
    return { ...base, kind: 'note', title, at: instantOf(resource['date'], now), preview: '' }
  }
  if (resource.resourceType === 'AllergyIntolerance') {
    const title = short(conceptText(resource['code']))
    return { ...base, kind: 'allergy', title, at: instantOf(resource['recordedDate'], now) }
  }
  return { ...base, kind: 'patient', title: 'Patient', at: now.toISOString() }
}

export function attachmentOf(resource: FhirResource): Attachment {
  const attachment = elementOf(elementsOf(resource['content'])[0]?.['attachment'])
  const { contentType, title, data } = attachment
  return { contentType: textOf(contentType), title: textOf(title), data: typeof data === 'string' ? data : null }
}

/** The text inside a document that carries it (base64, text/plain); null for others. */
export function documentText(resource: FhirResource): string | null {
  const { contentType, data } = attachmentOf(resource)
  return data === null || !contentType.startsWith('text/plain') ? null : Buffer.from(data, 'base64').toString('utf8')
}

const longestPreview = 140

/**
 * The first words that say something: headings, dates and blank lines are skipped. It ends with a whole sentence or line,
 * never in a dose or a name; a first one that is too long ends between words, with an ellipsis.
 */
export function previewOf(whole: string): string {
  const lines = whole.split('\n').map((line) => line.replace(/^[#\-*\s]+/, '').trim())
  const told = lines.filter((line) => line !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(line)).join(' · ')
  if (told.length <= longestPreview) return told
  const start = told.slice(0, longestPreview + 1)
  const end = Math.max(start.lastIndexOf(' · '), ...['. ', '? ', '; '].map((stop) => start.lastIndexOf(stop) + 1))
  if (end > 20) return start.slice(0, end).trimEnd()
  return `${start.slice(0, start.lastIndexOf(' ')).trimEnd()} …`
}

function instantOf(value: unknown, otherwise: Date): string {
  const at = typeof value === 'string' ? new Date(value) : otherwise
  return (Number.isNaN(at.getTime()) ? otherwise : at).toISOString()
}

/** A title is a line, whatever came as one. */
function short(title: string): string {
  return title.slice(0, 300)
}
