import type { FhirResource } from './check-resource.ts'
import { elementOf, elementsOf, textOf } from './read-leniently.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'

interface Attachment {
  contentType: string
  title: string
  data: string | null
}

/** The first attachment of a DocumentReference: https://hl7.org/fhir/R4/datatypes.html#Attachment */
export function attachmentOf(resource: FhirResource): Attachment {
  const { contentType, title, data } = elementOf(elementsOf(resource['content'])[0]?.['attachment'])
  return { contentType: textOf(contentType), title: textOf(title), data: typeof data === 'string' ? data : null }
}

/**
 * The text inside a document that carries it (base64); null for others. HTML comes as its words; XML (C-CDA among it) and
 * JSON come as their source.
 */
export function documentText(resource: FhirResource): string | null {
  const { contentType, data } = attachmentOf(resource)
  const form = textForm(contentType)
  if (data === null || form === null) return null
  const decoded = new TextDecoder(/latin|8859-1|1252/i.test(contentType) ? 'windows-1252' : 'utf-8').decode(
    Buffer.from(data, 'base64'),
  )
  return form === 'html' ? xhtmlText(decoded) : decoded
}

/** Whether the text reads as words, not as source. */
export function isProse(contentType: string): boolean {
  const form = textForm(contentType)
  return form === 'plain' || form === 'html'
}

function textForm(contentType: string): 'plain' | 'html' | 'source' | null {
  const type = contentType.slice(0, 200).toLowerCase().split(';')[0]!.trim()
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html'
  if (type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml')) return 'source'
  if (type === 'application/json' || type.endsWith('+json')) return 'source'
  return type.startsWith('text/') && type !== 'text/rtf' ? 'plain' : null
}
