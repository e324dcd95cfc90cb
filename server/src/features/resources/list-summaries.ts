import { AppError } from '../../platform/app-error.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { listSummaries, listUnfiledSummaries, listVersions, type SummaryRow } from './resources.store.ts'
import { resourcePlace } from './resource-place.ts'
import type { SealedSummary, Summary } from './summary.ts'

export interface ListedResource {
  type: string
  id: string
  version: number
  at: Date
  summary: Summary
}

/** The newest version of each resource that a patient owns. A row that is gone or doesn't open: SealBroken. */
export async function listResources(within: Within, patient: CompartmentKey): Promise<ListedResource[]> {
  const rows = await listSummaries(within.tx, patient.compartment)
  const keys = await keysOf(within, patient, rows)
  return rows.flatMap((row) => openSummary(within.vault, keys.get(row.compartment)!, row) ?? [])
}

/** What lies in no record yet, the latest first. A row that is gone or doesn't open: SealBroken. */
export async function listUnfiledResources(within: Within, most: number): Promise<ListedResource[]> {
  const rows = await listUnfiledSummaries(within.tx, most)
  const opened = rows.map(async (row) => {
    const key = await openCompartment(within, row.compartment)
    if (key === null) throw new SealBroken('payload', row.compartment)
    return openSummary(within.vault, key, row) ?? []
  })
  return (await Promise.all(opened)).flat()
}

/**
 * All versions of one resource but deletions, oldest first. One that was moved here stays readable when the patient of its
 * older versions is deleted, and when that patient is erased: then they are left out.
 */
export async function listResourceVersions(within: Within, key: CompartmentKey, type: string, id: string) {
  const { tx } = within
  const rows = await listVersions(tx, type, id)
  const keys = new Map([[key.compartment, key]])
  const deleted = new Set(tx.deleted)
  for (const row of rows) {
    if (keys.has(row.compartment)) continue
    const older = await keysOf(within, key, [row]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'resource.gone') return new Map<string, CompartmentKey>()
      throw error
    })
    for (const [compartment, opened] of older) keys.set(compartment, opened)
  }
  for (const patient of tx.deleted) if (!deleted.has(patient)) tx.deleted.delete(patient)
  return rows.flatMap((row) => {
    const opened = keys.get(row.compartment)
    return opened === undefined ? [] : (openSummary(within.vault, opened, row) ?? [])
  })
}

/** Keys of the compartments in which the rows lie; most lie in one. */
async function keysOf(within: Within, first: CompartmentKey, rows: SummaryRow[]): Promise<Map<string, CompartmentKey>> {
  const keys = new Map([[first.compartment, first]])
  for (const { compartment } of rows) {
    if (keys.has(compartment)) continue
    const key = await openCompartment(within, compartment)
    if (key === null) throw new SealBroken('payload', compartment)
    keys.set(compartment, key)
  }
  return keys
}

/** Null for a deletion. SealBroken when the row is not the one that the ledger marked. */
export function openSummary(vault: Within['vault'], key: CompartmentKey, row: SummaryRow): ListedResource | null {
  const { type, id, version, deleted } = row
  if (row.summary === null || row.last_updated === null || deleted === null || row.hash?.equals(row.mark) !== true)
    throw new SealBroken('payload', `${type}/${id}`)
  const place = resourcePlace('summary', { type, id, version, deleted })
  const sealed = vault.openAgain(key, place, row.summary, digest(row.summary))
  const { writtenAt, ...summary } = JSON.parse(sealed.toString()) as SealedSummary
  if (row.last_updated.toISOString() !== writtenAt) throw new SealBroken('payload', `${type}/${id}`)
  return deleted ? null : { type, id, version, at: row.last_updated, summary }
}
