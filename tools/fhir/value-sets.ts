/** The codes of the value sets that required bindings name. */
import { readDefinitions } from './definitions.ts'

interface Concept {
  code: string
  concept?: Concept[]
}
interface Part {
  system?: string
  concept?: Concept[]
  filter?: unknown[]
  valueSet?: string[]
}
interface Terms {
  resourceType: string
  url: string
  content?: string
  concept?: Concept[]
  compose?: { include: Part[]; exclude?: Part[] }
}

/** Codes by their system. */
export type Codes = Map<string, string[]>

let index: Map<string, Terms> | undefined

function terms(url: string): Terms | undefined {
  index ??= new Map(
    ['valuesets.json', 'v3-codesystems.json'].flatMap((file) =>
      readDefinitions<Terms>(file).map((one): [string, Terms] => [`${one.resourceType} ${one.url}`, one]),
    ),
  )
  return index.get(url)
}

/** All codes of a value set, or why they can't be listed. */
export function listCodes(url: string): Codes | string {
  const compose = terms(`ValueSet ${url}`)?.compose
  if (compose === undefined) return 'the value set is not part of the definitions'
  if (compose.exclude !== undefined) return 'the value set excludes'
  const codes: Codes = new Map()
  for (const { system, concept, filter, valueSet } of compose.include) {
    if (filter !== undefined || valueSet !== undefined) return 'the value set is computed'
    const whole = terms(`CodeSystem ${system}`)
    if (concept === undefined && whole?.content !== 'complete') return `the codes of ${system} are kept elsewhere`
    const before = codes.get(system!) ?? []
    codes.set(system!, [...new Set([...before, ...flat(concept ?? whole!.concept!)])])
  }
  return codes
}

function flat(concepts: Concept[]): string[] {
  return concepts.flatMap(({ code, concept }) => [code, ...flat(concept ?? [])])
}
