import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { keepResource } from './keep-resource.ts'
import { invalid, keptType, parseResource } from './parse-resource.ts'
import { readResource } from './read-resource.ts'
import { resourceAnswer } from './resource-answer.ts'
import { isFhirId, resourceId } from './resource-id.ts'

/**
 * FHIR update: https://hl7.org/fhir/R4/http.html#update. A client may bring its own id for a new resource; a change of
 * one that is there says which version it changes (If-Match).
 */
export async function updateResource(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { input } = call
  const type = keptType(input.parameters['type']!)
  const fhirId = input.parameters['id']!
  if (!isFhirId(fhirId)) throw new AppError('resource.not_found')
  const resource = parseResource(type, input.headers.contentType, input.body)
  if (resource.id !== fhirId) invalid(`${type}.id`, 'This must be the id in the address.')
  const id = resourceId(call, type, fhirId)
  const before = await readResource(call, type, id)
  const { ifMatch } = input.headers
  if (before === null) {
    if (ifMatch !== undefined) throw new AppError('resource.version_conflict')
    const kept = await keepResource(call, { type, id, fhirId, version: 1, resource, received: input.body })
    return resourceAnswer(kept, 201)
  }
  if (ifMatch === undefined) throw new AppError('resource.version_needed')
  if (!new RegExp(`^(W/)?"${before.version}"$`).test(ifMatch)) throw new AppError('resource.version_conflict')
  const { compartment } = before
  const version = before.version + 1
  const kept = await keepResource(call, { type, id, fhirId, version, resource, received: input.body, compartment })
  return resourceAnswer(kept)
}
