import type { CheckedBody } from '../resources/check-body.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { membersOf } from '../resources/json-members.ts'
import { elementsOf } from '../resources/read-leniently.ts'
import { setMember } from '../resources/splice-meta.ts'
import { stampPlaces } from '../resources/stamp-places.ts'
import { identityOf, isWatchedLabel, watchedLabel } from './patient-fhir.ts'

/**
 * Who restricts records says whether one is watched. The version of anybody else keeps that as it stands, whatever labels it came
 * with; every byte outside `meta` stays as it came.
 */
export function keepWatched(before: Buffer, { facts, received }: CheckedBody): CheckedBody {
  const { watched = false } = identityOf(JSON.parse(before.toString()) as FhirResource)
  const { identity } = facts
  if (identity === null || watched === (identity.watched === true)) return { facts, received }
  const place = membersOf(received).members.find(({ key }) => key === 'meta')
  const meta: Record<string, unknown> =
    place === undefined ? {} : JSON.parse(received.toString('utf8', place.valueStart, place.end))
  const { security, ...rest } = meta
  const others = elementsOf(security).filter((one) => !isWatchedLabel(one))
  const labels = watched ? [...others, watchedLabel] : others
  const after = { ...rest, ...(labels.length === 0 ? {} : { security: labels }) }
  const bytes = setMember(received, 'meta', after, 'resourceType')
  const { watched: _watched, ...plain } = identity
  const kept = { ...facts, identity: watched ? { ...plain, watched } : plain, stamps: stampPlaces(bytes) }
  return { facts: kept, received: bytes }
}
