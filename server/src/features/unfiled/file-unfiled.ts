import { AppError } from '../../platform/app-error.ts'
import { sealingOwners } from '../../platform/fhir/generated/sealing-owners.ts'
import { patientsNamed } from '../../platform/fhir/patients-named.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { invalid, knownType, type FhirResource } from '../resources/check-resource.ts'
import { keepResource } from '../resources/keep-resource.ts'
import type { CheckedBody } from '../resources/check-body.ts'
import { factsOf } from '../resources/resource-facts.ts'
import { readResource, type OpenedResource } from '../resources/read-resource.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import { setMember } from '../resources/splice-meta.ts'

export interface Asked {
  type: string
  id: string
  baseVersion: number
}

/** The newest version of what is asked for. Throws `resource.not_found`, `record.changed_meanwhile`. */
export async function openAsked(call: Call<Asked>): Promise<OpenedResource> {
  const { type, id, baseVersion } = call.input
  if (!isFhirId(id)) throw new AppError('resource.not_found')
  const opened = await readResource(call, knownType(type), resourceId(call, type, id))
  if (opened === null) throw new AppError('resource.not_found')
  if (opened.version !== baseVersion) throw new AppError('record.changed_meanwhile')
  return opened
}

/**
 * Says whose it is: the element that names the patient is exchanged, every other byte stays. Throws `resource.not_found`
 * for what is not unfiled, `resource.invalid` for a type that no patient can own by one element.
 */
export async function fileUnfiled(call: Call<Asked & { patient: string }>): Promise<Outcome<{ version: number }>> {
  const opened = await openAsked(call)
  const { type, bytes, key } = opened
  if (key.kind !== 'unfiled' || (await ownersOf(call.tx, key)).length > 0) throw new AppError('resource.not_found')
  const patient = (await openPatientKey(call, call.input.patient)).compartment
  const element = elementFor(type, JSON.parse(bytes.toString()) as FhirResource)
  const received = setMember(bytes, element, { reference: `Patient/${patient}` }, 'id')
  const facts = factsOf(JSON.parse(received.toString()) as FhirResource, received, call.now)
  return { output: { version: await keepNext(call, opened, { facts, received }, false) }, subjects: [patient] }
}

/** The version after the one that was opened. */
export async function keepNext(
  call: Call<unknown>,
  { type, id, version, compartment }: OpenedResource,
  { facts, received }: CheckedBody,
  mayMove: boolean,
): Promise<number> {
  const next = version + 1
  await keepResource(call, {
    type,
    id,
    fhirId: facts.id!,
    version: next,
    facts,
    received,
    before: compartment,
    mayMove,
  })
  return next
}

/** Where the patient is named now, else where the type names its first owner: an element of the resource itself. */
function elementFor(type: string, resource: FhirResource): string {
  const owns = (Object.hasOwn(sealingOwners, type) ? sealingOwners[type]!.owns : []).flat()
  const [named, ...others] = patientsNamed(resource).owners
  const element = named === undefined ? owns[0] : named.path.slice(type.length + 1)
  if (element === undefined || !owns.includes(element) || /[.[]/.test(element) || others.length > 0)
    invalid(type, 'This can only be filed by the system that sent it: it names its patients in more than one place.')
  return element
}
