import { needProof } from '../../platform/access/authenticate.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call, Within } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { forgetPatient } from '../patients/forget-patient.ts'
import { knownType } from './check-resource.ts'
import { readVersionOf, type OpenedResource } from './read-resource.ts'
import { isFhirId, resourceId } from './resource-id.ts'
import { expectVersion } from './update-resource.ts'
import { writeResource } from './write-resource.ts'

/**
 * FHIR delete: https://hl7.org/fhir/R4/http.html#delete. A version that says so; the ones before stay and can be read,
 * and an update brings it back. Erasing is something else (destroying a key). Deleted twice, it is deleted once.
 */
export async function deleteResource(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { input, actor } = call
  const type = knownType(input.parameters['type']!)
  const fhirId = input.parameters['id']!
  if (!isFhirId(fhirId)) throw new AppError('resource.not_found')
  const id = resourceId(call, type, fhirId)
  const before = await readVersionOf(call, type, id)
  if (before === null) throw new AppError('resource.not_found')
  if (type === 'Patient') {
    if (!actor.can.has('patient.delete')) throw new AppError('access.refused')
    needProof(actor)
    call.tx.deleted.delete(id)
  }
  expectVersion(input.headers.ifMatch, before.version)
  if (before.deleted) return deleted(before.version)
  await keepDeletion(call, before, fhirId)
  return deleted(before.version + 1)
}

/** The version after `before` that says that it was deleted; a patient is found no more. */
export async function keepDeletion(within: Within, before: OpenedResource, fhirId: string): Promise<void> {
  const { type, id } = before
  const { now } = within
  const version = before.version + 1
  const key = (await openCompartment(within, before.compartment))!
  const bytes = Buffer.from(
    JSON.stringify({ id: fhirId, meta: { versionId: String(version), lastUpdated: now.toISOString() } }),
  )
  const summary = {
    kind: 'deletion',
    title: '',
    at: now.toISOString(),
    author: { member: null, name: '', role: '' },
    preview: '',
  } as const
  writeResource(within, key, { type, id, version, bytes, summary, deleted: true })
  if (type === 'Patient') await forgetPatient(within, id)
}

function deleted(version: number): BytesOutcome {
  return { status: 204, headers: { etag: `W/"${version}"` }, body: Buffer.alloc(0), subjects: [] }
}
