import type { FhirResource } from '../check-resource.ts'
import { previewOf } from '../preview-of.ts'
import { elementOf, elementsOf, textOf } from '../read-leniently.ts'
import { allWordsOf, codesOf, codeWords, displayOf, line, notesOf, wordsOf, type Shown } from './datatypes.ts'
import { courseStateOf } from './standing.ts'

export function carePlan(resource: FhirResource): Shown {
  const categories = elementsOf(resource['category']).map(wordsOf)
  // US Core's own category names no plan
  const named = categories.filter((words) => !/^assess-plan$/i.test(words)).at(-1) ?? ''
  const activities = elementsOf(resource['activity']).slice(0, 4)
  const doing = activities.map(({ detail, reference }) => wordsOf(elementOf(detail)['code']) || displayOf(reference))
  return {
    kind: 'plan',
    title: line(textOf(resource['title'])) || named || 'Care plan',
    preview:
      previewOf(textOf(resource['description']).slice(0, 2000)) || doing.filter(Boolean).join(', ').slice(0, 200),
    ...courseStateOf(resource),
  }
}

export function goal(resource: FhirResource): Shown {
  const status = textOf(resource['lifecycleStatus'])
  const target = elementsOf(resource['target'])[0]
  return {
    kind: 'plan',
    title: wordsOf(resource['description']) || 'Goal',
    preview: [wordsOf(resource['achievementStatus']), wordsOf(target?.['measure'])].filter(Boolean).join(' · '),
    ...courseStateOf({ ...resource, status }),
    ...(codesOf(resource['achievementStatus']).includes('achieved') && { state: 'achieved' }),
  }
}

export function request(resource: FhirResource): Shown {
  const why = allWordsOf(resource['reasonCode']) || displayOf(resource['reasonReference'])
  const priority = codeWords(resource['priority'])
  return {
    kind: 'plan',
    title: wordsOf(resource['code']) || line(textOf(resource['description'])) || 'Request',
    preview: [priority === 'routine' ? '' : priority, why || previewOf(notesOf(resource).slice(0, 2000))]
      .filter((part) => part !== '')
      .join(' · '),
    ...courseStateOf(resource),
  }
}
