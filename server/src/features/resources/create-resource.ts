import type { BytesOutcome, CheckedCall } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CheckedBody } from './check-body.ts'
import { keepResource } from './keep-resource.ts'
import { resourceAnswer } from './resource-answer.ts'

/** FHIR create: https://hl7.org/fhir/R4/http.html#create. The id is Candour's; the received bytes are kept. */
export async function createResource(call: CheckedCall<CheckedBody>): Promise<BytesOutcome> {
  const { facts, received } = call.checked
  const { type } = facts
  const id = newId()
  const kept = { type, id, fhirId: id, version: 1, facts, received, before: null, mayMove: false }
  return resourceAnswer(await keepResource(call, kept), 201)
}
