import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { homeOf } from '../resources/home.ts'
import { readResource } from '../resources/read-resource.ts'
import { factsOf } from '../resources/resource-facts.ts'
import { keepNext, openAsked, type Asked } from './file-unfiled.ts'

/**
 * What was just filed to the wrong patient is nobody's again: the version before it is the newest once more. What was
 * filed stays in that record's history, and both records' logs say so. Throws `resource.not_found` for what was never
 * unfiled.
 */
export async function takeBack(call: Call<Asked>): Promise<Outcome<{ version: number }>> {
  const opened = await openAsked(call)
  const { type, id, version, compartment, key } = opened
  const before = version === 1 ? null : await readResource(call, type, id, version - 1)
  if (key.kind !== 'unfiled' || before?.compartment !== compartment) throw new AppError('resource.not_found')
  const owners = await ownersOf(call.tx, key)
  const received = before.bytes
  const facts = factsOf(JSON.parse(received.toString()) as FhirResource, received, call.now)
  const home = await homeOf(call, facts)
  if (owners.length === 0 || home.owners.length > 0 || home.otherwise !== 'unfiled')
    throw new AppError('resource.not_found')
  const next = await keepNext(call, opened, { facts, received }, call.actor.can.has('record.move'))
  return { output: { version: next }, subjects: owners }
}
