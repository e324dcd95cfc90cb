import { AppError } from '../../platform/app-error.ts'
import type { BytesOutcome, CheckedCall } from '../../platform/http/endpoint.ts'
import { keepWatched } from '../patients/keep-watched.ts'
import type { CheckedBody } from './check-body.ts'
import { invalid } from './check-resource.ts'
import { keepResource } from './keep-resource.ts'
import { readVersionOf, type OpenedResource } from './read-resource.ts'
import { resourceAnswer } from './resource-answer.ts'
import { isFhirId, resourceId } from './resource-id.ts'

/**
 * FHIR update: https://hl7.org/fhir/R4/http.html#update. A client may bring its own id for a new resource, and brings
 * back one that was deleted (a patient only who may delete patients); a change of one that is there says which version it changes (If-Match).
 */
export async function updateResource(call: CheckedCall<CheckedBody>): Promise<BytesOutcome> {
  const { input, checked } = call
  const { type, id: idInBody } = checked.facts
  const fhirId = input.parameters['id']!
  if (!isFhirId(fhirId)) throw new AppError('resource.not_found')
  if (idInBody !== fhirId) invalid(`${type}.id`, 'This must be the id in the address.')
  const id = resourceId(call, type, fhirId)
  const before = await readVersionOf(call, type, id)
  if (before === null && call.tx.hidden.size > 0) {
    // Something is under this id that is restricted to others: it is neither made nor changed.
    expectVersion(input.headers.ifMatch, undefined)
    throw new AppError('resource.not_found')
  }
  const isBroughtBack = type === 'Patient' && before?.deleted === true
  if (isBroughtBack && !call.actor.can.has('patient.delete')) throw new AppError('access.refused')
  const isThere = before !== null && !before.deleted
  if (isThere && input.headers.ifMatch === undefined) throw new AppError('resource.version_needed')
  expectVersion(input.headers.ifMatch, before?.version)
  const { facts, received } = await withWatchedKept(call, before)
  const kept = await keepResource(call, {
    type,
    id,
    fhirId,
    version: (before?.version ?? 0) + 1,
    facts,
    received,
    before: before?.compartment ?? null,
    mayMove: call.actor.can.has('record.move'),
  })
  if (isBroughtBack) call.tx.deleted.delete(id)
  return resourceAnswer(kept, isThere ? 200 : 201)
}

/** One that is brought back is watched as it was. */
async function withWatchedKept(call: CheckedCall<CheckedBody>, before: OpenedResource | null): Promise<CheckedBody> {
  const { checked, actor } = call
  if (before?.type !== 'Patient' || actor.can.has('record.restrict')) return checked
  const whole = before.deleted ? await readVersionOf(call, 'Patient', before.id, before.version - 1) : before
  return whole === null ? checked : keepWatched(whole.bytes, checked)
}

/** If-Match, where it is said. Throws `resource.version_conflict`. */
export function expectVersion(ifMatch: string | undefined, version: number | undefined): void {
  if (ifMatch === undefined) return
  if (version === undefined || !new RegExp(`^(W/)?"${version}"$`).test(ifMatch))
    throw new AppError('resource.version_conflict')
}
