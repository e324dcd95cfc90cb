/**
 * Promise: what FHIR R4 refuses is refused, with its place and a sentence, before anything is sealed: structure, primitives,
 * choices, closed lists of codes, references and the invariants of the generated table. Any JSON value gets an answer;
 * nothing throws.
 */
import { checkCodes } from './check-codes.ts'
import { Issues, type FhirIssue } from './issue.ts'
import { checkReference, checkLocalReferences, noteLocal, type Document } from './local-references.ts'
import { kindOf } from './primitives.ts'
import { isResourceType, structureOf, type Field, type Invariant, type Structure } from './structure.ts'

const deepest = 64
type Json = Record<string, unknown>

/** The resource that is being walked, and what all parts of one document share. */
interface Walk {
  issues: Issues
  document: Document
  resource: Json
}

/**
 * @param type what it must be: `Patient`
 * @param resource as JSON.parse gives it
 * @returns nothing when it is valid; at most 50 issues
 */
export function validateResource(type: string, resource: unknown): FhirIssue[] {
  const issues = new Issues()
  if (!isResourceType(type))
    issues.add('structure', '', `${JSON.stringify(type).slice(0, 80)} is no resource of FHIR R4.`)
  else if (!isJson(resource)) issues.add('structure', type, `A resource is a JSON object, not ${kindOf(resource)}.`)
  else if (resource['resourceType'] !== type) {
    issues.add('structure', type, `"resourceType" must be "${type}" here.`)
  } else walkDocument(resource, type, issues, 0)
  return issues.list
}

/** A resource of its own, with what it contains: at the root, in an entry of a Bundle, in a parameter. */
function walkDocument(resource: Json, path: string, issues: Issues, depth: number): void {
  const document: Document = { root: resource, path, references: [], mentioned: new Set(), back: null }
  walkObject(resource, structureOf(resource['resourceType'] as string), path, depth, { issues, document, resource })
  checkLocalReferences(document, issues)
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function walkObject(object: Json, structure: Structure, path: string, depth: number, walk: Walk): void {
  const { issues } = walk
  if (issues.isFull) return
  if (depth > deepest) return issues.add('too-costly', path, `This is nested deeper than ${deepest} levels.`)
  const before = issues.list.length
  const keys = Object.keys(object)
  const { fields } = structure
  const isResource = object === walk.resource
  let choices: string[] | null = null
  for (const key of keys) {
    if (isResource && key === 'resourceType') continue
    const field = fields.get(key)
    if (field === undefined) {
      besideOrUnknown(object, key, structure, path, depth, walk)
      continue
    }
    if (field.isChoice) {
      choices ??= []
      if (choices.includes(field.element)) tooManyTypes(field, path, issues)
      choices.push(field.element)
    }
    walkField(object, key, field, `${path}.${field.path}`, depth + 1, walk)
  }
  for (const field of structure.required) if (!holds(object, field, structure)) missing(field, path, issues)
  const isBeside = structure.name === 'Element'
  if (!isResource && !isBeside && !keys.some((key) => key !== 'id')) {
    issues.add('invariant', path, 'An element needs a value or children besides its id: leave it out (ele-1).')
  }
  if (structure.name === 'Extension') checkExtension(object, keys, path, issues)
  // What is broken in itself needs no second sentence.
  if (issues.list.length === before) checkInvariants(structure.invariants, object, path, walk)
}

function holds(object: Json, { element, isChoice }: Field, structure: Structure): boolean {
  const has = (key: string) => Object.hasOwn(object, key) || Object.hasOwn(object, `_${key}`)
  if (!isChoice) return has(element)
  return Object.keys(object).some((key) => {
    const field = structure.fields.get(key.startsWith('_') ? key.slice(1) : key)
    return field?.element === element
  })
}

function missing({ element, isChoice }: Field, path: string, issues: Issues): void {
  const what = isChoice ? `${element}[x]` : element
  issues.add('required', path, `"${what}" is required here.`)
}

function tooManyTypes({ element }: Field, path: string, issues: Issues): void {
  issues.add('structure', `${path}.${element}`, `"${element}[x]" has one type, not several.`)
}

/** `_birthDate` beside or instead of a primitive, or a field that R4 does not have. */
function besideOrUnknown(
  object: Json,
  key: string,
  structure: Structure,
  path: string,
  depth: number,
  walk: Walk,
): void {
  const { issues } = walk
  const plain = key.startsWith('_') ? key.slice(1) : ''
  const field = structure.fields.get(plain)
  const isPlain = /^\w{1,64}$/.test(key)
  if (field?.primitive === undefined || field.primitive === null) {
    const shown = isPlain ? `"${key}"` : JSON.stringify(key.slice(0, 64))
    issues.add('structure', isPlain ? `${path}.${key}` : path, `${shown} is no field of ${structure.name} in FHIR R4.`)
    return
  }
  const place = `${path}.${field.path}`
  const [value, beside] = [Object.hasOwn(object, plain) ? object[plain] : undefined, object[key]]
  if (field.isChoice && value === undefined) {
    const isOther = (one: string) =>
      one !== key && structure.fields.get(one.replace(/^_/, ''))?.element === field.element
    if (Object.keys(object).some(isOther)) tooManyTypes(field, path, issues)
  }
  if (!field.isList) return walkBeside(beside, value, place, depth + 1, walk)
  if (!Array.isArray(beside) || beside.length === 0) {
    return issues.add('structure', place, `"${key}" must be a list, with null where a value has nothing beside it.`)
  }
  if (Array.isArray(value) && value.length !== beside.length) {
    return issues.add('structure', place, `"${plain}" and "${key}" must have the same length: pad with null.`)
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : []
  for (const [at, one] of beside.entries()) {
    if (one !== null) walkBeside(one, values[at] ?? undefined, `${place}[${at}]`, depth + 1, walk)
    else if ((values[at] ?? null) === null) {
      issues.add('structure', `${place}[${at}]`, 'This place of the list has neither a value nor extensions.')
    }
  }
}

/** @param value of the primitive; undefined when it has none */
function walkBeside(beside: unknown, value: unknown, path: string, depth: number, walk: Walk): void {
  const { issues } = walk
  if (!isJson(beside))
    return issues.add('structure', path, `What stands beside a primitive is an object, not ${kindOf(beside)}.`)
  walkObject(beside, structureOf('Element'), path, depth, walk)
  if (Object.keys(beside).length === 0)
    issues.add('structure', path, 'What stands beside a primitive must not be empty.')
  else if (value === undefined && !Object.hasOwn(beside, 'extension')) {
    issues.add('invariant', path, 'Without a value a primitive needs an extension that says why (ele-1).')
  }
}

function walkField(object: Json, key: string, field: Field, path: string, depth: number, walk: Walk): void {
  const { issues } = walk
  const value = object[key]
  if (!field.isList) {
    if (Array.isArray(value)) issues.add('structure', path, `"${key}" is one value, not a list.`)
    else walkValue(value, field, path, depth, walk)
    return
  }
  if (!Array.isArray(value)) return issues.add('structure', path, `"${key}" must be a list.`)
  if (value.length === 0) return issues.add('structure', path, `"${key}" must not be empty: leave it out.`)
  const beside = field.primitive !== null && Object.hasOwn(object, `_${key}`) ? object[`_${key}`] : undefined
  for (let place = 0; place < value.length; place++) {
    if (issues.isFull) return
    const isPadding = value[place] === null && Array.isArray(beside)
    if (!isPadding) walkValue(value[place], field, `${path}[${place}]`, depth, walk)
  }
}

function walkValue(value: unknown, field: Field, path: string, depth: number, walk: Walk): void {
  const { issues } = walk
  if (field.primitive !== null) {
    const problem = field.primitive(value)
    if (problem !== null) return issues.add(problem.code, path, `"${field.element}" ${problem.text}`)
    noteLocal(value, field.type, walk.document)
  } else if (!isJson(value)) {
    return issues.add('structure', path, `"${field.element}" must be an object (${field.type}), not ${kindOf(value)}.`)
  } else if (field.type === 'Resource') return walkResource(value, field, path, depth, walk)
  else walkObject(value, structureOf(field.type), path, depth, walk)
  if (field.codes !== null) checkCodes(value, field.type, field.codes, path, issues)
  if (field.type === 'Reference') checkReference(value as Json, field.targets, path, walk.document, issues)
  if (field.invariants.length > 0) checkInvariants(field.invariants, value, path, walk)
}

function walkResource(resource: Json, field: Field, path: string, depth: number, walk: Walk): void {
  const { issues, document } = walk
  const type = resource['resourceType']
  if (!isResourceType(type)) return issues.add('structure', path, '"resourceType" must name a resource of FHIR R4.')
  if (field.element !== 'contained') return walkDocument(resource, path, issues, depth)
  if (Object.hasOwn(resource, 'contained')) {
    return issues.add('invariant', path, 'What is contained must not contain anything itself (dom-2).')
  }
  const meta = isJson(resource['meta']) ? resource['meta'] : {}
  if ('versionId' in meta || 'lastUpdated' in meta) {
    issues.add('invariant', `${path}.meta`, 'What is contained has neither versionId nor lastUpdated (dom-4).')
  }
  if ('security' in meta) issues.add('invariant', `${path}.meta`, 'What is contained has no security label (dom-5).')
  document.back = null
  walkObject(resource, structureOf(type), path, depth, { issues, document, resource })
  if (document.back === '#')
    document.mentioned.add(`back from ${typeof resource['id'] === 'string' ? resource['id'] : ''}`)
}

function checkExtension(extension: Json, keys: string[], path: string, issues: Issues): void {
  const hasValue = keys.some((key) => key.startsWith('value') || key.startsWith('_value'))
  if (hasValue === Object.hasOwn(extension, 'extension')) {
    issues.add('invariant', path, 'An extension has either a value[x] or extensions of its own (ext-1).')
  }
}

function checkInvariants(invariants: readonly Invariant[], it: unknown, path: string, walk: Walk): void {
  for (const { key, human, holds } of invariants) {
    if (holds(it, walk.resource) !== true) walk.issues.add('invariant', path, `${human} (${key})`)
  }
}
