import type { FhirResource } from '../check-resource.ts'
import { elementsOf } from '../read-leniently.ts'
import { allWordsOf, codeWords, wordsOf, type Shown } from './datatypes.ts'
import { clinicalStateOf } from './standing.ts'

export function problem(resource: FhirResource): Shown {
  return {
    kind: 'problem',
    title: wordsOf(resource['code']) || 'Problem without a name',
    preview: [wordsOf(resource['severity']), allWordsOf(resource['bodySite'])].filter(Boolean).join(' · '),
    ...clinicalStateOf(resource),
  }
}

export function allergy(resource: FhirResource): Shown {
  const reactions = elementsOf(resource['reaction']).slice(0, 5)
  const found = [...new Set(reactions.map((reaction) => allWordsOf(reaction['manifestation'])).filter(Boolean))]
  const risk = codeWords(resource['criticality'])
  return {
    kind: 'allergy',
    title: wordsOf(resource['code']) || 'Substance not named',
    preview: [found.join(', '), risk === 'high' ? 'high risk' : ''].filter(Boolean).join(' · ').slice(0, 200),
    ...clinicalStateOf(resource),
  }
}
