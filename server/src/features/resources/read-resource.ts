import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openWrapped } from '../compartments/open-wrapped.ts'
import { listWhole, readNewest, readVersion, type WholeRow } from './resources.store.ts'
import { resourcePlace } from './resource-place.ts'

export interface OpenedResource {
  type: string
  id: string
  version: number
  compartment: string
  lastUpdated: Date
  /** The FHIR JSON as it was written. */
  bytes: Buffer
  /** Hex SHA-256 of the sealed bytes. */
  hash: string
  /** Of its compartment. */
  key: CompartmentKey
}

/**
 * Opens the newest version, or the one asked for. What was altered, swapped, removed or rolled back doesn't match the
 * ledger's mark or its seal: SealBroken (P33). Null when the practice has no such resource.
 */
export async function readResource(
  within: Within,
  type: string,
  id: string,
  version?: number,
): Promise<OpenedResource | null> {
  const row = await (version === undefined
    ? readNewest(within.tx, type, id)
    : readVersion(within.tx, type, id, version))
  return row === null ? null : openRow(within, row)
}

/** Every resource of a type in a compartment, newest versions. */
export async function readResources(within: Within, compartment: string, type: string): Promise<OpenedResource[]> {
  const rows = await listWhole(within.tx, compartment, type)
  return Promise.all(rows.map((row) => openRow(within, row)))
}

async function openRow(within: Within, row: WholeRow): Promise<OpenedResource> {
  const { tx, vault } = within
  const { type, id, version, compartment, kind } = row
  if (kind === null) throw new SealBroken('payload')
  const key = await openWrapped(within, { ...row, kind })
  if (row.sealed === null || row.last_updated === null) throw new SealBroken('payload')
  const hash = digest(row.sealed)
  if (!hash.equals(row.mark) || row.hash?.equals(hash) !== true) throw new SealBroken('payload')
  const bytes = vault.open(key, resourcePlace('content', type, id, version), row.sealed)
  // `meta.lastUpdated` stands in the record itself.
  if (!bytes.includes(JSON.stringify(row.last_updated))) throw new SealBroken('payload')
  const hex = hash.toString('hex')
  tx.records.push({ type, id, version, hash: hex })
  return { type, id, version, compartment, lastUpdated: row.last_updated, bytes, hash: hex, key }
}
