import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { listSummaries, listVersions, type MarkedRow } from './resources.store.ts'
import { resourcePlace } from './resource-place.ts'
import type { SealedSummary, Summary } from './summary.ts'

export interface ListedResource {
  type: string
  id: string
  version: number
  at: Date
  summary: Summary
}

/** The newest version of each resource of a compartment. A row that is gone or doesn't open: SealBroken. */
export async function listResources({ tx, vault }: Within, key: CompartmentKey): Promise<ListedResource[]> {
  return (await listSummaries(tx, key.compartment)).map((row) => open(vault, key, row))
}

/** All versions of one resource, oldest first. */
export async function listResourceVersions({ tx, vault }: Within, key: CompartmentKey, type: string, id: string) {
  return (await listVersions(tx, type, id)).map((row) => open(vault, key, row))
}

function open(vault: Within['vault'], key: CompartmentKey, row: MarkedRow): ListedResource {
  const { type, id, version } = row
  if (row.summary === null || row.last_updated === null || row.hash?.equals(row.mark) !== true)
    throw new SealBroken('payload', `${type}/${id}`)
  const sealed = vault.open(key, resourcePlace('summary', type, id, version), row.summary)
  const { writtenAt, ...summary } = JSON.parse(sealed.toString()) as SealedSummary
  if (row.last_updated.toISOString() !== writtenAt) throw new SealBroken('payload', `${type}/${id}`)
  return { type, id, version, at: row.last_updated, summary }
}
