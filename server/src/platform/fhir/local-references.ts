/**
 * Promise: a reference names what its element allows, a local one what the resource contains (ref-1), and what is contained
 * is referred to or refers back (dom-3).
 */
import type { Issues } from './issue.ts'
import { quote } from './primitives.ts'
import { readReference } from './references.ts'
import { isResourceType } from './structure.ts'

type Json = Record<string, unknown>

/** One resource with what it contains: the scope of `#id`. */
export interface Document {
  root: Json
  path: string
  /** References to what is contained, looked at when all of it is known. */
  references: { id: string; targets: ReadonlySet<string> | null; path: string }[]
  /** Every text `#id` in a reference, uri, url or canonical; and `back from id` of what is contained and refers to `#`. */
  mentioned: Set<string>
  /** `#` when it was met since this was last emptied. */
  back: string | null
}

const canBeLocal = new Set(['uri', 'url', 'canonical'])

/** @param type of a primitive that has passed */
export function noteLocal(value: unknown, type: string, document: Document): void {
  if (canBeLocal.has(type) && typeof value === 'string' && value.startsWith('#')) mention(value, document)
}

function mention(text: string, document: Document): void {
  if (text === '#') document.back = '#'
  else document.mentioned.add(text)
}

/** @param reference a Reference whose structure was checked before */
export function checkReference(
  reference: Json,
  targets: ReadonlySet<string> | null,
  path: string,
  document: Document,
  issues: Issues,
): void {
  const text = reference['reference']
  const said = reference['type']
  const place = `${path}.reference`
  let type: string | null = null
  if (typeof text === 'string' && text !== '') {
    const literal = readReference(text)
    type = literal.type
    if (literal.kind === 'contained') {
      mention(text, document)
      if (text !== '#') document.references.push({ id: literal.id!, targets, path: place })
    } else if (literal.kind === 'unclear') {
      const shapes = 'Type/id, an address, urn:uuid:…, #id or Type?search'
      return issues.add('value', place, `A reference is written as ${shapes}, not ${quote(text)}.`)
    }
  }
  if (type !== null) checkTarget(type, targets, place, issues)
  if (typeof said !== 'string' || !/^[A-Z][A-Za-z]*$/.test(said)) return
  if (!isResourceType(said)) issues.add('value', `${path}.type`, `${quote(said)} is no resource of FHIR R4.`)
  else if (type !== null && type !== said) {
    issues.add('value', `${path}.type`, `The reference names a ${type}, its type says ${said}.`)
  } else if (type === null) checkTarget(said, targets, `${path}.type`, issues)
}

function checkTarget(type: string, targets: ReadonlySet<string> | null, path: string, issues: Issues): void {
  if (targets === null || targets.has(type)) return
  issues.add('value', path, `This may refer to ${[...targets].join(', ')}, not to ${type}.`)
}

/** When a document was walked to its end. */
export function checkLocalReferences(document: Document, issues: Issues): void {
  const list = document.root['contained']
  const contained = (Array.isArray(list) ? list : []).filter((one) => typeof one === 'object' && one !== null) as Json[]
  const types = new Map(contained.map((one) => [one['id'], one['resourceType']]))
  for (const { id, targets, path } of document.references) {
    const type = types.get(id)
    if (type === undefined) issues.add('invariant', path, `Nothing with the id ${quote(id)} is contained (ref-1).`)
    else if (isResourceType(type)) checkTarget(type, targets, path, issues)
  }
  if (types.size < contained.length) {
    issues.add('value', `${document.path}.contained`, 'What is contained needs ids that differ.')
  }
  for (const [place, one] of contained.entries()) {
    const id = typeof one['id'] === 'string' ? one['id'] : ''
    if (document.mentioned.has(`#${id}`) || document.mentioned.has(`back from ${id}`)) continue
    const path = `${document.path}.contained[${place}]`
    issues.add('invariant', path, 'What is contained must be referred to by "#" and its id, or refer to "#" (dom-3).')
  }
}
