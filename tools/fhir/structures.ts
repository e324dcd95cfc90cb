/** The structures of R4 as a table that people can read and the engine unfolds: one line an element. */
import { lastPart, structureDefinitions } from './definitions.ts'
import type { Constraint, Element, ElementType } from './element.ts'
import { listCodes, type Codes } from './value-sets.ts'

/** Rules that a walk over any resource keeps by itself (`platform/fhir/validate-resource.ts`). */
export const keptByTheEngine = ['ele-1', 'ext-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'ref-1', 'txt-1', 'txt-2']

export interface Structure {
  /** `Patient`, `Patient.contact`, `HumanName` */
  name: string
  base: string
  rows: { name: string; text: string }[]
  invariants: Invariant[]
}
export interface Invariant extends Constraint {
  /** Its key, with the structure where a key stands for several expressions. */
  id: string
  /** Where it is evaluated. */
  structure: string
}

export interface Structures {
  structures: Structure[]
  invariants: Invariant[]
  codes: Map<string, Codes>
  /** Value sets of required bindings that are not enforced, with the reason and the elements. */
  unlisted: Map<string, { reason: string; elements: string[] }>
}

/** Languages, media types and currencies have standards of their own; their shape is checked. */
const shapes: Record<string, string> = {
  'http://hl7.org/fhir/ValueSet/all-languages': '=#language',
  'http://hl7.org/fhir/ValueSet/mimetypes': '=#media-type',
  'http://hl7.org/fhir/ValueSet/currencies': '=#currency',
}

/** The types that an element of "any type" may have (https://hl7.org/fhir/R4/datatypes.html#open). */
export const openTypeCount = 50

export function readStructures(): Structures {
  const all: Structures = { structures: [], invariants: [], codes: new Map(), unlisted: new Map() }
  const expressions = new Map<string, Set<string>>()
  for (const { snapshot } of structureDefinitions()) {
    for (const one of snapshot.element.flatMap(({ constraint }) => constraint ?? [])) {
      expressions.set(one.key, (expressions.get(one.key) ?? new Set()).add(one.expression ?? ''))
    }
  }
  const named = (constraints: Constraint[] | undefined, structure: string): Invariant[] =>
    (constraints ?? [])
      .filter(({ key, severity }) => severity === 'error' && !keptByTheEngine.includes(key))
      .map((one) => ({
        ...one,
        structure,
        id: expressions.get(one.key)!.size > 1 ? `${one.key}@${structure}` : one.key,
      }))
  for (const definition of structureDefinitions()) {
    if (definition.kind === 'primitive-type') continue
    const byPath = new Map<string, Structure>()
    for (const element of definition.snapshot.element) {
      const path = element.path.replace(/^Quantity(?=$|\.)/, definition.name)
      const parent = byPath.get(path.slice(0, path.lastIndexOf('.')))
      const isNested = element.type?.some(({ code }) => code === 'BackboneElement' || (code === 'Element' && parent))
      if (parent === undefined || isNested) {
        const base = parent ? element.type![0]!.code : lastPart(definition.baseDefinition ?? '')
        const invariants = named(element.constraint, path)
        byPath.set(path, { name: path, base, rows: [], invariants })
        all.invariants.push(...invariants)
      }
      if (parent === undefined) continue
      const own = isNested ? [] : named(element.constraint, path)
      all.invariants.push(...own)
      const name = path.slice(path.lastIndexOf('.') + 1)
      const must = own.length > 0 ? ` !${own.map(({ id }) => id).join(',')}` : ''
      const types = isNested ? path : typesOf(element)
      const text = `${name} ${element.min}..${element.max} ${types}${bindingOf(element, path, all)}${must}`
      parent.rows.push({ name, text })
    }
    all.structures.push(...byPath.values())
  }
  dropInherited(all.structures)
  all.invariants = [...new Map(all.invariants.map((one) => [one.id, one])).values()]
  return all
}

function typesOf(element: Element): string {
  if (element.contentReference !== undefined) return lastPart(element.contentReference)
  const types = element.type ?? []
  if (types.length >= openTypeCount) return '*'
  return types.map((type) => typeOf(type, element.path)).join(',')
}

function typeOf(type: ElementType, path: string): string {
  if (path.split('.').length === 2 && path.endsWith('.id') && isResource(path.slice(0, -3))) return 'id'
  const fhirType = type.extension?.find(({ url }) => url.endsWith('structuredefinition-fhir-type'))?.valueUrl
  if (fhirType !== undefined) return fhirType
  if (type.code === 'Quantity' && type.profile?.[0] !== undefined) return lastPart(type.profile[0])
  const targets = (type.targetProfile ?? []).map(lastPart)
  if (type.code !== 'Reference' || targets.length === 0 || targets.includes('Resource')) return type.code
  return `Reference(${targets.join('|')})`
}

function isResource(name: string): boolean {
  return structureDefinitions().some((one) => one.name === name && one.kind === 'resource')
}

function bindingOf({ binding, type }: Element, path: string, all: Structures): string {
  const widest = binding?.extension?.find(({ url }) => url.endsWith('maxValueSet'))?.valueCanonical
  const isCode = type?.[0]?.code === 'code'
  if (isCode && widest !== undefined && widest in shapes) return ` ${shapes[widest]}`
  if (binding?.strength !== 'required' || binding.valueSet === undefined) return ''
  const url = binding.valueSet.split('|')[0]!
  if (isCode && url in shapes) return ` ${shapes[url]}`
  const name = lastPart(url)
  const codes = all.codes.get(name) ?? listCodes(url)
  if (typeof codes === 'string') {
    const unlisted = all.unlisted.get(url) ?? { reason: codes, elements: [] }
    unlisted.elements.push(`${path} (${type?.[0]?.code})`)
    all.unlisted.set(url, unlisted)
    return ''
  }
  all.codes.set(name, codes)
  return ` =${name}`
}

/** What a type has from its base stands in the base alone. */
function dropInherited(structures: Structure[]): void {
  const byName = new Map(structures.map((one) => [one.name, one]))
  const full = new Map(structures.map((one) => [one.name, new Set(one.rows.map(({ text }) => text))]))
  for (const one of structures) {
    const inherited = full.get(one.base)
    if (inherited === undefined) continue
    one.rows = one.rows.filter(({ text }) => !inherited.has(text))
    const base = byName.get(one.base)!
    const known = new Set(base.invariants.map(({ id }) => id))
    one.invariants = one.invariants.filter(({ id }) => !known.has(id))
  }
}
