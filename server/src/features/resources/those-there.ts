import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { openPatientCompartments } from '../compartments/open-patient-compartments.ts'
import { idOf, type KnownPatients } from './home.ts'
import { openRow } from './read-resource.ts'
import { mostNamed, type ResourceFacts } from './resource-facts.ts'
import { resourceId } from './resource-id.ts'
import { pagesOfNewest } from './resources.store.ts'
import { stampBytes } from './stamp-places.ts'

/** The newest version of a resource; of its bytes only the hash is held, for there may be many large ones. */
export interface Newest {
  version: number
  compartment: string
  lastUpdated: Date
  deleted: boolean
  /** SHA-256 of the bytes. */
  hash: Buffer
}

export interface Named {
  type: string
  /** Internal id. */
  id: string
}

export function nameOf({ type, id }: Named): string {
  return `${type}/${id}`
}

/** Of what arrives, the newest versions that are there already, by `nameOf`; 32 MiB of them are open at a time. */
export async function thoseThere(
  within: Within,
  arrived: readonly { type: string; fhirId: string }[],
): Promise<Map<string, Newest>> {
  const asked = arrived.map(({ type, fhirId }) => ({ type, id: resourceId(within, type, fhirId) }))
  const there = new Map<string, Newest>()
  for await (const rows of pagesOfNewest(within.tx, asked)) {
    for (const row of rows) {
      const { version, compartment, lastUpdated, deleted, bytes } = await openRow(within, row)
      there.set(nameOf(row), { version, compartment, lastUpdated, deleted, hash: digest(bytes) })
    }
  }
  return there
}

/** Whether what arrives is what is there, to the byte. */
export function isUnchanged(
  before: Newest,
  { fhirId, facts, received }: { fhirId: string; facts: ResourceFacts; received: Buffer },
): boolean {
  const { version, lastUpdated, hash } = before
  return (
    !before.deleted && digest(stampBytes(received, facts.stamps, { id: fhirId, version, lastUpdated })).equals(hash)
  )
}

/** What arrives together mostly belongs to the same few patients: the keys of all who are there are opened at once. */
export function ownersThere(
  within: Within,
  arrived: readonly { facts: Pick<ResourceFacts, 'named'> }[],
): Promise<KnownPatients> {
  const named = arrived.flatMap(({ facts }) => facts.named.owners.slice(0, mostNamed))
  return openPatientCompartments(within, [...new Set(named.flatMap((one) => idOf(within, one) ?? []))])
}
