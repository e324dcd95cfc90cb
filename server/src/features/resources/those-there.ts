import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { openPatientCompartments } from '../compartments/open-patient-compartments.ts'
import { idOf, type KnownPatients } from './home.ts'
import { readThose, type Named } from './read-those.ts'
import { mostNamed, type ResourceFacts } from './resource-facts.ts'
import { resourceId } from './resource-id.ts'
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

export function nameOf({ type, id }: Named): string {
  return `${type}/${id}`
}

/** What is there already of what arrives, by `nameOf`; `gone` where its key was destroyed. */
export async function thoseThere(
  within: Within,
  arrived: readonly { type: string; fhirId: string }[],
): Promise<Map<string, Newest | 'gone'>> {
  const asked = arrived.map(({ type, fhirId }) => ({ type, id: resourceId(within, type, fhirId) }))
  const there = new Map<string, Newest | 'gone'>()
  for await (const { opened, ...named } of readThose(within, asked)) {
    if (opened === 'gone') there.set(nameOf(named), 'gone')
    else {
      const { version, compartment, lastUpdated, deleted, bytes } = opened
      there.set(nameOf(named), { version, compartment, lastUpdated, deleted, hash: digest(bytes) })
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
