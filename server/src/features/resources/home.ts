import { AppError } from '../../platform/app-error.ts'
import type { NamedPatient } from '../../platform/fhir/patients-named.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { openPatientCompartments } from '../compartments/open-patient-compartments.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import { createSharedCompartment, handOver } from '../compartments/share-compartment.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { invalid } from './check-resource.ts'
import { mostNamed, type ResourceFacts } from './resource-facts.ts'
import { resourceId } from './resource-id.ts'

/** Where a resource belongs: to patients (their keys, sorted by internal id), to the practice, or to nobody yet. */
export interface Home {
  owners: CompartmentKey[]
  otherwise: 'practice' | 'unfiled'
}

/** Patients' keys that were opened before, by internal id. */
export type KnownPatients = Map<string, CompartmentKey | 'gone'>

/**
 * Whose record a resource is, by the sealing owners of its type: not FHIR's patient compartment, which is for search.
 * Throws `resource.invalid` for a patient named by an id that the practice doesn't have, `resource.gone` for one whose
 * key was destroyed. One who is named so that nobody can tell who it is (an identifier that nobody has, another system's
 * address) leaves the resource unfiled.
 */
export async function homeOf(
  within: Within,
  { type, named: { owners: named, place } }: Pick<ResourceFacts, 'type' | 'named'>,
  known: KnownPatients = new Map(),
): Promise<Home> {
  if (named.length > mostNamed) invalid(named[0]!.path, `It names more than ${mostNamed} patients. Send it in parts.`)
  const numbers = named.flatMap((one) => nhsNumberOf(one) ?? [])
  const holdersOf = await nhsNumberHolders(within, numbers)
  const ids = named.map((one) => idOf(within, one) ?? holdersOf.get(nhsNumberOf(one) ?? '') ?? null)
  const unknown = ids.filter((id) => id !== null && !known.has(id)) as string[]
  for (const [id, key] of await openPatientCompartments(within, unknown)) known.set(id, key)
  const owners = new Map<string, CompartmentKey>()
  let unmatched = false
  for (const [at, one] of named.entries()) {
    const key = known.get(ids[at] ?? '')
    if (key === 'gone') throw new AppError('resource.gone')
    if (key !== undefined) owners.set(key.compartment, key)
    else if (idOf(within, one) === null || holders.has(type)) unmatched = true
    else invalid(one.path, `This practice has no patient ${one.id}.`)
  }
  const sorted = [...owners.values()].toSorted((one, other) => (one.compartment < other.compartment ? -1 : 1))
  return { owners: sorted, otherwise: unmatched ? 'unfiled' : place === 'patient' ? 'unfiled' : place }
}

/** What holds whole resources of others' may hold a patient of theirs. */
const holders = new Set(['Bundle', 'Parameters'])

/** Internal id, where the text names one of this practice's patients. */
export function idOf(within: Pick<Within, 'vault' | 'keys'>, { kind, id }: NamedPatient): string | null {
  return (kind === 'relative' || kind === 'self') && id !== null ? resourceId(within, 'Patient', id) : null
}

function nhsNumberOf({ reference }: NamedPatient): string | null {
  return /^(?:Patient\?identifier=)?https:\/\/fhir\.nhs\.uk\/Id\/nhs-number\|(\d{10})$/.exec(reference)?.[1] ?? null
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
  if (had.join() === owners.map((one) => one.compartment).join() && (owners.length > 0 || current.kind === otherwise))
    return current
  if (had.length > 0 && !mayMove) throw new AppError('resource.move_refused')
  if (current.kind !== 'unfiled' || had.length > 0 || owners.length === 0) return newHome(within, home)
  await handOver(within, current, owners)
  return current
}

/** A record that somebody else owns too goes on; nothing new is said of who was deleted. Throws `patient.deleted`. */
function refuseDeletedOwners({ tx }: Within, owners: CompartmentKey[], isNew: boolean): void {
  const excused = excusedIn.get(tx) ?? new Set<string>()
  excusedIn.set(tx, excused)
  const deleted = owners.map((one) => one.compartment).filter((owner) => tx.deleted.has(owner) || excused.has(owner))
  if (deleted.length > 0 && (isNew || deleted.length === owners.length)) throw new AppError('patient.deleted')
  for (const owner of deleted) {
    tx.deleted.delete(owner)
    excused.add(owner)
  }
}

/** Deleted owners of what goes on for another's sake: the door is not to refuse it; the next record asks again. */
const excusedIn = new WeakMap<Within['tx'], Set<string>>()

async function newHome(within: Within, { owners, otherwise }: Home): Promise<CompartmentKey> {
  if (owners.length === 0) return otherwise === 'practice' ? within.keys.record : createCompartment(within, 'unfiled')
  return owners.length === 1 ? owners[0]! : createSharedCompartment(within, owners)
}
