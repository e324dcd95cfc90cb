import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { knownType, parseResource } from './check-resource.ts'
import { keepResource } from './keep-resource.ts'
import { resourceAnswer } from './resource-answer.ts'

/** FHIR create: https://hl7.org/fhir/R4/http.html#create. The id is Candour's; the received bytes are kept. */
export async function createResource(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { input } = call
  const type = knownType(input.parameters['type']!)
  const resource = parseResource(type, input.headers.contentType, input.body)
  const id = newId()
  const kept = { type, id, fhirId: id, version: 1, resource, received: input.body, before: null, mayMove: false }
  return resourceAnswer(await keepResource(call, kept), 201)
}
