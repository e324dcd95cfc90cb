import { AppError } from '../../platform/app-error.ts'
import { patientsNamed, type NamedPatient } from '../../platform/fhir/patients-named.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import { createSharedCompartment, handOver } from '../compartments/share-compartment.ts'
import { nhsNumberHolder } from '../patients/nhs-number-holder.ts'
import { invalid, type FhirResource } from './check-resource.ts'
import { resourceId } from './resource-id.ts'

/** Where a resource belongs: to patients (internal ids, sorted), to the practice, or to nobody yet. */
export interface Home {
  owners: string[]
  otherwise: 'practice' | 'unfiled'
}

/**
 * Whose record a resource is, by the sealing owners of its type: not FHIR's patient compartment, which is for search.
 * Throws `resource.invalid` for a patient named by an id that the practice doesn't have. One who is named so that nobody
 * can tell who it is (an identifier that nobody has, another system's address) leaves the resource unfiled.
 */
export async function homeOf(within: Within, resource: FhirResource): Promise<Home> {
  const { owners: named, place } = patientsNamed(resource)
  if (named.length > mostNamed) invalid(named[0]!.path, `It names more than ${mostNamed} patients. Send it in parts.`)
  const found = new Set<string>()
  let unmatched = false
  for (const one of named) {
    const patient = await patientOf(within, one, resource.resourceType)
    if (patient === null) unmatched = true
    else found.add(patient)
  }
  return { owners: [...found].toSorted(), otherwise: unmatched ? 'unfiled' : place === 'patient' ? 'unfiled' : place }
}

/** Each is looked up by itself, in the transaction. */
const mostNamed = 500

/** What holds whole resources of others' may hold a patient of theirs. */
const holders = new Set(['Bundle', 'Parameters'])

/** Internal id; null when nobody can tell. */
async function patientOf(within: Within, named: NamedPatient, type: string): Promise<string | null> {
  const { kind, reference, id, path } = named
  if ((kind === 'relative' || kind === 'self') && id !== null) {
    const patient = resourceId(within, 'Patient', id)
    if (await isPatient(within, patient)) return patient
    if (holders.has(type)) return null
    invalid(path, `This practice has no patient ${id}.`)
  }
  const number = /^(?:Patient\?identifier=)?https:\/\/fhir\.nhs\.uk\/Id\/nhs-number\|(\d{10})$/.exec(reference)?.[1]
  return number === undefined ? null : nhsNumberHolder(within, number)
}

async function isPatient(within: Within, id: string): Promise<boolean> {
  return (await openCompartment(within, id))?.kind === 'patient'
}

export interface Moving {
  /** The compartment of the version before; null for a new resource. */
  before: string | null
  /** May a record go from one patient to another? */
  mayMove: boolean
}

/**
 * The key under which the next version of a resource is sealed. A record that was unfiled is filed; one whose patient
 * changes goes to the new one, its older versions stay, and both stand in the ledger. Throws `resource.move_refused`,
 * `patient.deleted`.
 */
export async function openHome(within: Within, home: Home, { before, mayMove }: Moving): Promise<CompartmentKey> {
  const { owners, otherwise } = home
  refuseDeletedOwners(within, owners, before === null)
  if (before === null) return newHome(within, home)
  const current = (await openCompartment(within, before))!
  const had = await ownersOf(within.tx, current)
  if (had.join() === owners.join() && (owners.length > 0 || current.kind === otherwise)) return current
  if (had.length > 0 && !mayMove) throw new AppError('resource.move_refused')
  if (current.kind !== 'unfiled' || had.length > 0 || owners.length === 0) return newHome(within, home)
  await handOver(within, current, await keysOf(within, owners))
  return current
}

/** A record that somebody else owns too goes on; nothing new is said of who was deleted. Throws `patient.deleted`. */
function refuseDeletedOwners({ tx }: Within, owners: string[], isNew: boolean): void {
  const deleted = owners.filter((owner) => tx.deleted.has(owner))
  if (deleted.length > 0 && (isNew || deleted.length === owners.length)) throw new AppError('patient.deleted')
  for (const owner of deleted) tx.deleted.delete(owner)
}

async function newHome(within: Within, { owners, otherwise }: Home): Promise<CompartmentKey> {
  if (owners.length === 0) return otherwise === 'practice' ? within.keys.record : createCompartment(within, 'unfiled')
  const keys = await keysOf(within, owners)
  return keys.length === 1 ? keys[0]! : createSharedCompartment(within, keys)
}

async function keysOf(within: Within, owners: string[]): Promise<CompartmentKey[]> {
  const keys: CompartmentKey[] = []
  for (const owner of owners) {
    const key = await openCompartment(within, owner)
    if (key === null) throw new AppError('resource.not_found')
    keys.push(key)
  }
  return keys
}
