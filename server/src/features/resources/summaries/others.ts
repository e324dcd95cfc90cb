/** Everything else: its type in plain words, then what it says of itself. */
import type { FhirResource } from '../check-resource.ts'
import { previewOf } from '../preview-of.ts'
import { elementOf, textOf } from '../read-leniently.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { displayOf, line, wordsOf, type Shown } from './datatypes.ts'
import { stateOf } from './standing.ts'

const typeWords = new Map([
  ['AdverseEvent', 'Adverse event'],
  ['CareTeam', 'Care team'],
  ['ClinicalImpression', 'Clinical impression'],
  ['ExplanationOfBenefit', 'Explanation of benefit'],
  ['FamilyMemberHistory', 'Family history'],
  ['RelatedPerson', 'Related person'],
])

const told = [
  'code',
  'type',
  'category',
  'relationship',
  'topic',
  'scope',
  'vaccineCode',
  'event',
  'hazard',
  'name',
  'title',
  'description',
  'summary',
  'payload',
]

export function other(resource: FhirResource): Shown {
  const type = textOf(resource.resourceType).slice(0, 64)
  const words = typeWords.get(type) ?? plain(type)
  const said = told.map((name) => sayingOf(resource[name])).find((one) => one !== '') ?? ''
  const narrative = textOf(elementOf(resource['text'])['div']).slice(0, 5000)
  return {
    kind: 'other',
    title: said === '' || said.toLowerCase() === words.toLowerCase() ? words : line(`${words}: ${said}`),
    preview: previewOf(xhtmlText(narrative)),
    ...stateOf(resource),
  }
}

function sayingOf(value: unknown): string {
  if (typeof value === 'string') return line(value, 200)
  return wordsOf(value) || displayOf(value)
}

/** `ImmunizationRecommendation` as `Immunization recommendation`. */
function plain(type: string): string {
  const spaced = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return spaced === '' ? 'Record' : spaced[0]!.toUpperCase() + spaced.slice(1)
}
