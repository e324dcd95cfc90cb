import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { knownType } from './check-resource.ts'
import { readResource } from './read-resource.ts'
import { resourceAnswer } from './resource-answer.ts'
import { isFhirId, resourceId } from './resource-id.ts'

/** FHIR read and vread: the bytes as they are kept. https://hl7.org/fhir/R4/http.html#read */
export async function readFhirResource(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { type: asked, id: fhirId, version } = call.input.parameters
  const type = knownType(asked!)
  if (!isFhirId(fhirId!)) throw new AppError('resource.not_found')
  if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version)) throw new AppError('resource.not_found')
  const id = resourceId(call, type, fhirId!)
  const opened = await readResource(call, type, id, version === undefined ? undefined : Number(version))
  if (opened === null) throw new AppError('resource.not_found')
  return resourceAnswer({ ...opened, fhirId: fhirId! })
}
