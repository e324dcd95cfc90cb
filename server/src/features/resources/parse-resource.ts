import { AppError } from '../../platform/app-error.ts'
import { repeatedKey } from '../../platform/http/repeated-key.ts'
import { isFhirId } from './resource-id.ts'

/** The types that are kept so far; the rest of R4 follows with generated validation. */
export const keptTypes = ['Patient', 'Composition', 'DocumentReference', 'AllergyIntolerance'] as const
export type KeptType = (typeof keptTypes)[number]

export interface FhirResource {
  resourceType: string
  id?: string
  [element: string]: unknown
}

export function keptType(type: string): KeptType {
  const kept = keptTypes.find((one) => one === type)
  if (kept === undefined) throw new AppError('resource.type_unknown')
  return kept
}

const deepest = 64

/** Throws `input.unsupported_type`, `input.not_json`, `resource.invalid`. */
export function parseResource(type: KeptType, contentType: string, body: Buffer): FhirResource {
  if (!/^application\/(fhir\+json|json)\s*(;|$)/i.test(contentType)) throw new AppError('input.unsupported_type')
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    value = JSON.parse(text)
  } catch {
    throw new AppError('input.not_json')
  }
  const repeated = repeatedKey(text)
  if (repeated !== null) invalid(repeated, 'This stands in one object twice.')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid('', 'A resource is a JSON object.')
  const resource = value as FhirResource
  if (resource.resourceType !== type) invalid('resourceType', `This must be ${type}, as the address says.`)
  if (resource.id !== undefined && (typeof resource.id !== 'string' || !isFhirId(resource.id))) {
    invalid(`${type}.id`, 'An id has 1 to 64 letters, digits, dashes and dots.')
  }
  if (
    resource['meta'] !== undefined &&
    (typeof resource['meta'] !== 'object' || resource['meta'] === null || Array.isArray(resource['meta']))
  ) {
    invalid(`${type}.meta`, 'This must be an object.')
  }
  checkTree(resource, type, 0)
  return resource
}

export function invalid(path: string, message: string): never {
  throw new AppError('resource.invalid', [{ path, message }])
}

/** JSON as FHIR has it: no null outside lists, no empty object, list or text, and not too deep. */
function checkTree(value: unknown, path: string, depth: number): void {
  if (depth > deepest) invalid(path, `Nested deeper than ${deepest} levels.`)
  if (value === null) invalid(path, 'FHIR has no null here.')
  if (value === '') invalid(path, 'FHIR has no empty text; leave it out.')
  if (typeof value !== 'object') return
  const inside = Object.entries(value as object)
  if (inside.length === 0) invalid(path, 'FHIR has no empty object or list; leave it out.')
  for (const [key, one] of inside) {
    if (one === null && Array.isArray(value)) continue
    checkTree(one, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, depth + 1)
  }
}
