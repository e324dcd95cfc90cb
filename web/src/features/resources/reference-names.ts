/** What a resource refers to, by its name: asked for once for all that name nobody themselves. */
import { useQuery } from '@tanstack/react-query'
import { createContext } from 'react'
import { patientRoutes } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { typeWordsOf } from './element-words.ts'
import { elementsOf, isElement, textOf, type Element, type Tree } from './fhir-tree.ts'
import { valueWords } from './value-words.ts'

const most = 200

/** `Observation/abc` as its type and id; null for what leads out of this practice, or to a version. */
export function localReference(text: string): { type: string; id: string } | null {
  const match = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(text)
  return match === null ? null : { type: match[1]!, id: match[2]! }
}

/** References without a display, each once. */
export function namelessIn(tree: Tree | undefined): string[] {
  const found = new Set<string>()
  const walk = (value: Tree | undefined) => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    else if (isElement(value)) {
      const reference = localReference(textOf(value['reference']))
      if (reference !== null && reference.type !== 'Patient' && textOf(value['display']) === '')
        found.add(`${reference.type}/${reference.id}`)
      for (const one of Object.values(value)) walk(one)
    }
  }
  walk(tree)
  return [...found].slice(0, most)
}

/** Null while nobody knows yet. */
export type Names = Map<string, { name: string; value: string }> | null
export const NamesOfReferences = createContext<Names>(null)

export function useNames(patient: string, resource: Element): Names {
  const references = namelessIn(resource)
  const { data, error } = useQuery({
    queryKey: ['names', patient, ...references],
    queryFn: () => call(patientRoutes.names, { id: patient, references }),
    enabled: references.length > 0 && patient !== '',
  })
  const inside = elementsOf(resource['contained']).map((one) => [`#${textOf(one['id'])}`, insideName(one)] as const)
  // Without an answer each says its type, and still opens
  if (data === undefined && error === null && references.length > 0 && patient !== '') return null
  return new Map([...(data?.names.map((one) => [one.reference, one] as const) ?? []), ...inside])
}

function insideName(contained: Element) {
  const { name, code } = contained
  const said = [code, Array.isArray(name) ? name[0] : name].map((one) =>
    isElement(one) ? (valueWords(one, 'name') ?? '') : textOf(one),
  )
  return { name: said.find((one) => one !== '') ?? typeWordsOf(textOf(contained['resourceType'])), value: '' }
}

/** `A report`, where its name is not known. */
export function typeAlone(type: string): string {
  const words = typeWordsOf(type).toLowerCase()
  return `${/^[aeiou]/.test(words) ? 'An' : 'A'} ${words}`
}
