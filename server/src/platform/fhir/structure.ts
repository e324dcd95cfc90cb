/**
 * Promise: what a type of R4 may hold is read from the generated table alone, each type when it is first met. A line of the
 * table is `name min..max types =binding !invariants`: `gender 0..1 code =administrative-gender`.
 */
import { codes } from './generated/codes.ts'
import { invariants } from './generated/invariants.ts'
import { structures } from './generated/structures.ts'
import type { Truth } from './fhirpath.ts'
import { choiceSuffix, openTypes } from './open-types.ts'
import { isPrimitive, primitives, shapes, type Problem } from './primitives.ts'

export interface Invariant {
  key: string
  human: string
  holds: (it: unknown, resource: unknown) => Truth
}

/** One key of an object: a choice element has one for each of its types. */
export interface Field {
  /** In FHIRPath: `gender`, `value.ofType(Quantity)` */
  path: string
  /** The element's name without `[x]`. */
  element: string
  isChoice: boolean
  isRequired: boolean
  isList: boolean
  type: string
  /** The test of a primitive's value; null for objects. */
  primitive: ((value: unknown) => Problem | null) | null
  /** Codes of a closed list; for Coding and CodeableConcept with their systems. */
  codes: Binding | null
  /** Types that a reference may name; null for any. */
  targets: ReadonlySet<string> | null
  invariants: readonly Invariant[]
}

export interface Binding {
  name: string
  /** Of a code. */
  codes: ReadonlySet<string>
  /** Of a coding: `system|code`. */
  codings: ReadonlySet<string>
}

export interface Structure {
  name: string
  fields: ReadonlyMap<string, Field>
  required: readonly Field[]
  invariants: readonly Invariant[]
}

const known = new Map<string, Structure>()

/** @param name `Patient`, `Patient.contact`, `HumanName`: one that the table has */
export function structureOf(name: string): Structure {
  let structure = known.get(name)
  if (structure === undefined) known.set(name, (structure = unfold(name)))
  return structure
}

export function isResourceType(name: unknown): name is string {
  return typeof name === 'string' && Object.hasOwn(structures, name) && resourceTypes.has(name)
}
const resourceTypes = new Set(
  Object.keys(structures).filter(
    (name) => /^(DomainResource|Resource)\b/.test(structures[name]!) && name !== 'DomainResource',
  ),
)

function unfold(name: string): Structure {
  const [head = '', ...lines] = structures[name]!.split('\n')
  const [base = '', must] = head.split(' !')
  const parent = base === '' ? null : structureOf(base)
  const fields = new Map(parent?.fields)
  for (const line of lines) addRow(line, fields)
  const all = [...fields.values()]
  const byElement = new Map(all.filter(({ isRequired }) => isRequired).map((field) => [field.element, field]))
  return {
    name,
    fields,
    required: [...byElement.values()],
    invariants: [...(parent?.invariants ?? []), ...named(must)],
  }
}

function named(ids: string | undefined): Invariant[] {
  return (ids?.split(',') ?? []).map((id) => {
    const [human, holds] = invariants[id]!
    return { key: id.split('@')[0]!, human, holds }
  })
}

function addRow(line: string, fields: Map<string, Field>): void {
  const match = /^(\w+)(\[x\])? (\d)\.\.(\S+) (\S+)(?: =(\S+))?(?: !(\S+))?$/.exec(line)!
  const [, element = '', x, min, max, types = '', binding, must] = match
  if (max === '0') {
    fields.delete(element)
    return
  }
  for (const text of types === '*' ? openTypes : types.split(',')) {
    const [, type = '', targets] = /^([\w.]+)(?:\((.*)\))?$/.exec(text)!
    const suffix = choiceSuffix(/^(Simple|Money)Quantity$/.test(type) ? 'Quantity' : type)
    fields.set(x === undefined ? element : element + suffix, {
      path: x === undefined ? element : `${element}.ofType(${suffix === 'Quantity' ? suffix : type})`,
      element,
      isChoice: x !== undefined,
      isRequired: min !== '0',
      isList: max === '*',
      type,
      primitive: binding?.startsWith('#') ? shapes[binding]! : isPrimitive(type) ? primitives[type]! : null,
      codes: binding === undefined || binding.startsWith('#') ? null : bindingOf(binding),
      targets: targets === undefined ? null : new Set(targets.split('|')),
      invariants: named(must),
    })
  }
}

const bindings = new Map<string, Binding>()

function bindingOf(name: string): Binding {
  let binding = bindings.get(name)
  if (binding === undefined) {
    const bySystem = Object.entries(codes[name]!).map(([system, list]): [string, string[]] => [system, list.split(' ')])
    binding = {
      name,
      codes: new Set(bySystem.flatMap(([, list]) => list)),
      codings: new Set(bySystem.flatMap(([system, list]) => list.map((code) => `${system}|${code}`))),
    }
    bindings.set(name, binding)
  }
  return binding
}
