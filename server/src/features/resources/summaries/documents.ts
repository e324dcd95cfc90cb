import { attachmentOf, documentText, isProse } from '../attachment.ts'
import type { FhirResource } from '../check-resource.ts'
import { previewOf } from '../preview-of.ts'
import { elementOf, elementsOf, textOf } from '../read-leniently.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { line, momentOf, wordsOf, type Shown } from './datatypes.ts'
import { stateOf } from './standing.ts'

export function document(resource: FhirResource): Shown {
  const { contentType, title, data } = attachmentOf(resource)
  const isImage = contentType.startsWith('image/')
  const text = isProse(contentType) ? (documentText(resource) ?? '') : ''
  return {
    kind: isImage ? 'image' : data === null ? 'file' : 'document',
    title: line(title || textOf(resource['description']) || wordsOf(resource['type'])) || 'Document',
    at: momentOf(resource, ['date']) || momentOf(elementOf(resource['context']), ['period']),
    preview: previewOf(text.slice(0, 20_000)),
    ...stateOf(resource),
  }
}

export function note(resource: FhirResource): Shown {
  const texts = elementsOf(resource['section'])
    .slice(0, 5)
    .map((section) => textOf(elementOf(section['text'])['div']).slice(0, 5000))
  return {
    kind: 'note',
    title: line(textOf(resource['title']) || wordsOf(resource['type'])) || 'Note',
    preview: previewOf(texts.map(xhtmlText).join('\n')),
    ...stateOf(resource),
  }
}

export function media(resource: FhirResource): Shown {
  const content = elementOf(resource['content'])
  const title = textOf(content['title']) || wordsOf(resource['type']) || wordsOf(resource['modality'])
  const isImage = textOf(content['contentType']).startsWith('image/')
  return { kind: isImage ? 'image' : 'file', title: line(title) || 'Picture, sound or video' }
}
