/**
 * Promise: what a literal reference says is told by its text alone (https://hl7.org/fhir/R4/references.html#literal), and
 * in the same way for validation as for the question whose record a resource is.
 */
import { isResourceType } from './structure.ts'

export interface LiteralReference {
  kind: 'relative' | 'absolute' | 'urn' | 'conditional' | 'contained' | 'unclear'
  /** The resource type that the text names. */
  type: string | null
  /** The FHIR id in a relative or absolute one; of a contained one what follows the `#`. */
  id: string | null
}

const path = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/
const urn = /^urn:(?:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|oid:[0-2](?:\.\d+)+)$/i
const longest = 4096

export function readReference(text: string): LiteralReference {
  if (text.startsWith('#')) return { kind: 'contained', type: null, id: text.slice(1) }
  if (text.length > longest || /\s/.test(text)) return { kind: 'unclear', type: null, id: null }
  if (/^urn:/i.test(text)) return { kind: urn.test(text) ? 'urn' : 'unclear', type: null, id: null }
  const query = /^([A-Z][A-Za-z]+)\?./.exec(text)
  if (query !== null) {
    const type = isResourceType(query[1]) ? query[1] : null
    return { kind: type === null ? 'unclear' : 'conditional', type, id: null }
  }
  // A fragment or a query behind an address doesn't change what it names.
  const match = path.exec(text)
  const type = match !== null && isResourceType(match[1]) ? match[1] : null
  const id = type === null ? null : match![2]!
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return { kind: 'absolute', type, id }
  const isRelative = type !== null && match!.index === 0 && text.startsWith(type)
  return { kind: isRelative ? 'relative' : 'unclear', type, id }
}
