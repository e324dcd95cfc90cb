import { AppError } from '../../platform/app-error.ts'
import { isResourceType } from '../../platform/fhir/structure.ts'
import { validateResource } from '../../platform/fhir/validate-resource.ts'
import { repeatedKey } from '../../platform/http/repeated-key.ts'

export interface FhirResource {
  resourceType: string
  id?: string
  [element: string]: unknown
}

/** What is wrong, and where: `path` is a FHIRPath location such as `Patient.contact[0].gender`. */
export interface Problem {
  path: string
  message: string
}

/** Throws `resource.type_unknown` for what is no type of R4. */
export function knownType(type: string): string {
  if (!isResourceType(type)) throw new AppError('resource.type_unknown')
  return type
}

const most = 20
export const notJson = 'This is not valid JSON in UTF-8.'

/**
 * FHIR JSON as it came: UTF-8, no name twice in one object, of the type asked for (null: of any), valid by the R4
 * definitions. Never throws; at most 20 problems are told.
 */
export function checkResource(
  type: string | null,
  bytes: Buffer,
): { resource: FhirResource } | { problems: Problem[] } {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    return wrong('', notJson)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('', 'A resource is a JSON object.')
  const repeated = repeatedKey(text)
  if (repeated !== null) return wrong(repeated, 'This stands in one object twice.')
  const resource = value as FhirResource
  const { resourceType } = resource
  if (typeof resourceType !== 'string' || !isResourceType(resourceType))
    return wrong('resourceType', 'This must be a resource type of FHIR R4.')
  if (type !== null && resourceType !== type) return wrong('resourceType', `This must be ${type}, as the address says.`)
  const errors = validateResource(resourceType, resource).filter((issue) => issue.severity === 'error')
  if (errors.length === 0) return { resource }
  return { problems: errors.slice(0, most).map((issue) => ({ path: issue.expression, message: issue.diagnostics })) }
}

function wrong(path: string, message: string): { problems: Problem[] } {
  return { problems: [{ path, message }] }
}

export function invalid(path: string, message: string): never {
  throw new AppError('resource.invalid', [{ path, message }])
}
