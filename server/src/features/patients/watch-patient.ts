import type { PatientCard } from '@candour/contract/patients.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { emit } from '../events/emit.ts'
import { authorOf } from '../members/author-of.ts'
import { elementOf, elementsOf } from '../resources/read-leniently.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { writeResource } from '../resources/write-resource.ts'
import { indexPatient } from './index-patient.ts'
import { cardOf, openPatient } from './open-patient.ts'
import { identityOf, isWatchedLabel, watchedLabel } from './patient-fhir.ts'

/**
 * From now on each opening by somebody without a part in the care is told of, or no longer is. It stands in the record itself, as
 * HL7's label of a person of public interest, and goes with it. Throws `patient.not_found`, `record.changed_meanwhile`.
 */
export async function watchPatient(
  call: Call<{ id: string; watched: boolean; baseVersion: number }>,
): Promise<Outcome<PatientCard>> {
  const { input, actor, now } = call
  const before = await openPatient(call, input.id)
  const wasWatched = identityOf(before.resource).watched === true
  if (before.version !== input.baseVersion || wasWatched === input.watched)
    throw new AppError('record.changed_meanwhile')
  const key = await openCompartment(call, before.id)
  const meta = elementOf(before.resource['meta'])
  const others = elementsOf(meta['security']).filter((one) => !isWatchedLabel(one))
  const { security: _security, ...rest } = meta
  const security = input.watched ? [...others, watchedLabel] : others
  const resource = { ...before.resource, meta: security.length === 0 ? rest : { ...rest, security } }
  const version = before.version + 1
  const stamp = { id: before.resource.id ?? before.id, version, lastUpdated: now }
  const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), stamp)
  const author = await authorOf(call, actor)
  const summary = { kind: 'patient', title: 'Patient', at: now.toISOString(), author, preview: '' } as const
  writeResource(call, key!, { type: 'Patient', id: before.id, version, bytes, summary })
  await indexPatient(call, before.id, version, identityOf(resource))
  emit(call, { kind: 'patient.changed', patient: before.id, object: null, member: actor.member })
  return { output: await cardOf(call, { id: before.id, version, resource }), subjects: [before.id] }
}
