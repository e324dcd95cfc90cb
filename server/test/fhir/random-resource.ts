/**
 * For tests: random valid resources of any R4 type, made from the definitions (not from the generated table), and random
 * damage. What an object must hold to keep its invariants is asked of Medplum's FHIRPath, so that the validator never judges
 * itself.
 */
import { evalFhirPathTyped } from '@medplum/core'
import fc from 'fast-check'
import { lastPart, resourceTypes, structureDefinitions } from '../../../tools/fhir/definitions.ts'
import type { Element, ElementType } from '../../../tools/fhir/element.ts'
import { listCodes } from '../../../tools/fhir/value-sets.ts'
import { dice, randomPrimitive, writeJson, type Dice } from './random-values.ts'

export interface RandomResource {
  type: string
  /** JSON text, with the lexemes of numbers as they are. */
  text: string
}

type Json = Record<string, unknown>
interface Node {
  element: Element
  name: string
  children: Node[]
}

const roots = new Map<string, Node>()
for (const { name, snapshot } of structureDefinitions()) {
  const byPath = new Map<string, Node>()
  for (const element of snapshot.element) {
    const { path } = element
    const node: Node = { element, name: path.slice(path.lastIndexOf('.') + 1), children: [] }
    byPath.set(path, node)
    byPath.get(path.slice(0, path.lastIndexOf('.')))?.children.push(node)
    roots.set(path === 'Quantity' ? name : path, node)
  }
}

const primitiveTypes = new Set(
  structureDefinitions()
    .filter(({ kind }) => kind === 'primitive-type')
    .map(({ name }) => name),
)
/** Their values come from lists that the definitions don't have. */
const shaped: Record<string, string[]> = {
  mimetypes: ['image/png', 'text/plain; charset=utf-8'],
  currencies: ['GBP', 'EUR'],
}
/** `decorate` adds most of these; `searchType` is where Medplum takes an empty answer for true (opd-2). */
const left = [
  'searchType',
  'id',
  'contained',
  'meta',
  'text',
  'extension',
  'modifierExtension',
  'implicitRules',
  'language',
]

const path = { id: 'Thing', path: 'Thing' }
/** Where trying would take forever, because every element asks for another. */
const given: Record<string, Json> = {
  StructureDefinition: {
    url: 'http://example.org/Thing',
    kind: 'logical',
    abstract: true,
    derivation: 'specialization',
    contextInvariant: ['true'],
    context: [{ type: 'element', expression: 'Patient' }],
    type: 'Extension',
    snapshot: { element: [{ ...path, definition: 'x', min: 0, max: '*', base: { path: 'Thing', min: 0, max: '*' } }] },
    differential: { element: [path] },
  },
}

interface Making extends Dice {
  /** 0 to 1: how many of the optional elements are made. */
  fullness: number
  /** Whether a primitive may have extensions and no value: Medplum's FHIRPath does not see that it exists. */
  mayHide: boolean
}

const generic = /^(dom|ele|ext|txt|ref)-/
const hasOwnInvariants = ({ element }: Node) =>
  (element.constraint ?? []).some(({ key, severity }) => severity === 'error' && !generic.test(key))

/** @param type one type alone; any when it is left out */
export function randomResource(type?: string): fc.Arbitrary<RandomResource> {
  return fc
    .record({
      type: type === undefined ? fc.constantFrom(...resourceTypes()) : fc.constant(type),
      seed: fc.nat(),
      size: fc.integer({ min: 0, max: 10 }),
    })
    .map(({ type, seed, size }) => {
      const making = { ...dice(seed), fullness: size / 10, mayHide: !hasOwnInvariants(roots.get(type)!) }
      return { type, text: writeJson(makeResource(type, making, true), making) }
    })
}

/** Another beginning is faster than more tries. */
class GivenUp extends Error {}

function makeResource(type: string, making: Making, isRoot: boolean): Json {
  for (let tries = 0; ; tries++) {
    const fullness = tries < 5 ? making.fullness / (1 + tries) : making.upTo(10) / 10
    if (tries > 300) throw new Error(`no valid ${type} is found`)
    try {
      const made = makeObject(roots.get(type)!, { ...making, fullness }, 0, type)
      const resource = { resourceType: type, ...made, ...given[type] }
      const plain = JSON.parse(writeJson(resource, dice(0))) as Json
      if (!keepsInvariants(roots.get(type)!, plain, type, true)) continue
      return isRoot ? decorate(resource, making) : resource
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error
    }
  }
}

/** What any resource may have: id, meta, text, language, extensions, contained resources that are referred to. */
function decorate(resource: Json, making: Making): Json {
  const { chance, pick, fullness } = making
  if (chance(0.5)) resource['id'] = randomPrimitive('id', making)
  if (chance(fullness)) resource['meta'] = makeObject(roots.get('Meta')!, making, 3, 'Meta')
  if (chance(0.2)) resource['language'] = pick(['en-GB', 'de', 'zh-Hans-CN'])
  if (!roots.get(resource['resourceType'] as string)!.children.some(({ name }) => name === 'contained')) return resource
  if (chance(0.3)) resource['text'] = { status: 'generated', div: randomPrimitive('xhtml', making) }
  const extensions: unknown[] = chance(fullness) ? [makeExtension(making, 2)] : []
  if (chance(fullness / 2)) {
    const type = pick(['Patient', 'Organization', 'Practitioner', 'Medication', 'Location'])
    resource['contained'] = [{ ...makeResource(type, { ...making, fullness: 0.2 }, false), id: 'inner' }]
    extensions.push({ url: 'http://example.org/inner', valueReference: { reference: '#inner' } })
  }
  if (extensions.length > 0) resource['extension'] = extensions
  return resource
}

function makeObject(node: Node, making: Making, depth: number, where: string): Json {
  const hiding = { ...making, mayHide: making.mayHide && !hasOwnInvariants(node) }
  for (let tries = 0; ; tries++) {
    const object: Json = {}
    // Fewer deeper down; after some tries any number, for an invariant may ask for what is optional.
    const share = tries > 2 ? making.upTo(10) / 10 / (1 + depth / 3) : depth > 6 ? 0 : making.fullness / (depth + 1)
    for (const child of node.children) {
      if (depth === 0 && given[where] !== undefined && child.name in given[where]) continue
      const isOptional = child.element.min === 0
      if (child.element.max === '0' || (isOptional && (left.includes(child.name) || !making.chance(share)))) continue
      addElement(object, child, hiding, depth)
    }
    if (depth > 0 && Object.keys(object).length === 0) addElement(object, making.pick(simplest(node)), hiding, depth)
    if (depth === 0 || keepsInvariants(node, JSON.parse(writeJson(object, dice(0))), where, false)) return object
    if (tries > 100) throw new GivenUp(where)
  }
}

/** An object needs something in it: a primitive, where it has one, so that nothing grows without end. */
function simplest({ children }: Node): Node[] {
  const possible = children.filter(({ name, element }) => !left.includes(name) && element.max !== '0')
  const primitive = possible.filter(
    ({ element }) => element.type?.every(({ code }) => primitiveTypes.has(code)) === true,
  )
  return primitive.length > 0 ? primitive : possible
}

function addElement(object: Json, { element, name, children }: Node, making: Making, depth: number): void {
  const target = element.contentReference === undefined ? null : roots.get(lastPart(element.contentReference))!
  const type = target === null ? making.pick(element.type!) : { code: '' }
  const key = name.endsWith('[x]') ? name.slice(0, -3) + type.code.slice(0, 1).toUpperCase() + type.code.slice(1) : name
  const one = () => {
    if (target !== null) return makeObject(target, making, depth + 1, lastPart(element.contentReference!))
    if (children.length > 0 && type.code.endsWith('Element')) {
      return makeObject({ element, name, children }, making, depth + 1, element.path)
    }
    for (let tries = 0; tries < 100; tries++) {
      const value = makeValue(element, type, making, depth + 1)
      const plain = JSON.parse(writeJson(value, dice(0))) as Json
      if (
        primitiveTypes.has(fhirType(type, element.path)) ||
        keepsInvariants({ element, name, children }, plain, type.code, false)
      )
        return value
    }
    throw new GivenUp(element.path)
  }
  if (element.max === '1') object[key] = one()
  else object[key] = Array.from({ length: 1 + making.upTo(depth > 3 ? 1 : 3) }, one)
  const isPrimitive = primitiveTypes.has(fhirType(type, element.path)) && !['id', 'url', 'div'].includes(name)
  if (isPrimitive && making.chance(making.fullness / 10)) addBeside(object, key, making)
}

/** Extensions beside a primitive, or instead of it, with the padding that lists need. */
function addBeside(object: Json, key: string, making: Making): void {
  const beside = { extension: [{ url: 'http://example.org/beside', valueCode: 'x' }] }
  const value = object[key]
  if (Array.isArray(value)) {
    const places = value.map(() => making.chance(0.5))
    object[key] = value.map((one: unknown, place) =>
      places[place] && making.mayHide && making.chance(0.3) ? null : one,
    )
    if (places.includes(true)) object[`_${key}`] = places.map((has) => (has ? beside : null))
    return
  }
  object[`_${key}`] = beside
  if (making.mayHide && making.chance(0.3)) delete object[key]
}

function fhirType({ code, extension }: ElementType, path: string): string {
  return /^[A-Z]\w*\.id$/.test(path) ? 'id' : (extension?.[0]?.valueUrl ?? code)
}

function makeValue(element: Element, type: ElementType, making: Making, depth: number): unknown {
  const code = fhirType(type, element.path)
  const url = element.binding?.strength === 'required' ? element.binding.valueSet!.split('|')[0]! : ''
  if (code === 'code' && lastPart(url) in shaped) return making.pick(shaped[lastPart(url)]!)
  const codes = url === '' ? '' : listCodes(url)
  if (code === 'code' && typeof codes !== 'string') return making.pick([...codes.values()].flat())
  if (code === 'code' && /language$/i.test(element.path)) return 'en-GB'
  if (element.path.endsWith('.linkId')) return `link${making.upTo(1_000_000_000)}`
  if (primitiveTypes.has(code)) return randomPrimitive(code, making)
  if (code === 'CodeableConcept' && typeof codes !== 'string') {
    const [system, list] = making.pick([...codes])
    return { coding: [{ system, code: making.pick(list) }] }
  }
  if (code === 'Reference') return makeReference(type, making)
  if (code === 'Extension') return makeExtension(making, depth)
  if (code === 'Resource')
    return makeResource(making.pick(['Patient', 'Observation', 'Basic']), { ...making, fullness: 0 }, false)
  return makeObject(roots.get(type.profile === undefined ? code : lastPart(type.profile[0]!))!, making, depth, code)
}

function makeExtension(making: Making, depth: number): Json {
  const url = making.pick(['http://example.org/e', 'local', 'urn:oid:1.2.3'])
  if (depth < 4 && making.chance(0.2)) return { url, extension: [makeExtension(making, depth + 1)] }
  const value: Json = { url }
  addElement(value, roots.get('Extension.value[x]')!, making, depth + 2)
  delete value['_value']
  return value
}

function makeReference({ targetProfile }: ElementType, { pick, upTo }: Making): Json {
  const names = (targetProfile ?? []).map(lastPart)
  const type = names.length === 0 || names.includes('Resource') ? pick(['Patient', 'Device', 'Basic']) : pick(names)
  const id = `r${upTo(100)}`
  return pick<() => Json>([
    () => ({ reference: `${type}/${id}` }),
    () => ({ reference: `${type}/${id}/_history/2`, display: 'Zoë' }),
    () => ({ reference: `https://example.org/fhir/${type}/${id}`, type }),
    () => ({ reference: 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d' }),
    () => ({ reference: `${type}?identifier=http://example.org|1` }),
    () => ({ type, identifier: { system: 'http://example.org', value: '1' } }),
    () => ({ display: 'only a name' }),
  ])()
}

/** By Medplum's FHIRPath; what asks for the whole resource or for other resources only at the root. */
function keepsInvariants({ element }: Node, object: Json, where: string, isRoot: boolean): boolean {
  // obs-7 compares codings; Medplum's intersect() does not by their values.
  if (where === 'Observation' && 'component' in object && Object.keys(object).some((key) => /^_?value/.test(key)))
    return false
  return (element.constraint ?? []).every(({ key, severity, expression = '' }) => {
    if (severity !== 'error' || generic.test(key)) return true
    if (/resolve\(/.test(expression) || (!isRoot && expression.includes('%resource'))) return true
    const typed = {
      type: isRoot ? where : where.replace(/\.(.)/g, (_, first: string) => first.toUpperCase()),
      value: object,
    }
    try {
      const variables = {
        '%resource': typed,
        '%context': typed,
        '%ucum': { type: 'string', value: 'http://unitsofmeasure.org' },
      }
      const [answer] = evalFhirPathTyped(expression, [typed], variables)
      return answer?.value === true
    } catch {
      return false
    }
  })
}
