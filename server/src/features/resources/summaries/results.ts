import type { FhirResource } from '../check-resource.ts'
import { previewOf } from '../preview-of.ts'
import { elementsOf, textOf } from '../read-leniently.ts'
import { allWordsOf, codeKey, displayOf, line, notesOf, wordsOf, type Shown } from './datatypes.ts'
import { measuredParts, valueText } from './measured.ts'
import { stateOf } from './standing.ts'

export function observation(resource: FhirResource): Shown {
  const measured = measuredParts(resource)
  return {
    kind: 'result',
    title: wordsOf(resource['code']) || 'Observation',
    code: codeKey(resource['code']),
    value: valueText(resource),
    ...(measured.length > 0 && { measured }),
    preview: previewOf(notesOf(resource).slice(0, 2000)),
    ...stateOf(resource),
  }
}

export function report(resource: FhirResource): Shown {
  const results = elementsOf(resource['result']).slice(0, 4).map(displayOf).filter(Boolean)
  return {
    kind: 'result',
    title: wordsOf(resource['code']) || 'Report',
    preview: previewOf(textOf(resource['conclusion']).slice(0, 2000)) || line(results.join(', '), 140),
    ...stateOf(resource),
  }
}

export function imaging(resource: FhirResource): Shown {
  return {
    kind: 'result',
    title:
      line(textOf(resource['description'])) ||
      [wordsOf(resource['procedureCode']), allWordsOf(resource['modality'])].find((one) => one !== '') ||
      'Imaging study',
    ...stateOf(resource),
  }
}

export function procedure(resource: FhirResource): Shown {
  return {
    kind: 'procedure',
    title: wordsOf(resource['code']) || 'Procedure without a name',
    preview: [
      allWordsOf(resource['bodySite']),
      allWordsOf(resource['reasonCode']) || displayOf(resource['reasonReference']),
      wordsOf(resource['outcome']),
    ]
      .filter((part) => part !== '')
      .join(' · ')
      .slice(0, 200),
    ...stateOf(resource),
  }
}
