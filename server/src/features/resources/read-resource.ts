import { AppError } from '../../platform/app-error.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { breather } from '../../platform/breathe.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { HiddenRecord } from '../compartments/hidden-record.ts'
import { openWrapped } from '../compartments/open-wrapped.ts'
import { listWhole, readNewest, readVersion, type WholeRow } from './resources.store.ts'
import { resourcePlace } from './resource-place.ts'

export interface OpenedResource {
  type: string
  id: string
  version: number
  compartment: string
  lastUpdated: Date
  deleted: boolean
  /** The FHIR JSON as it was written; of a deletion, its id and meta. */
  bytes: Buffer
  /** Hex SHA-256 of the sealed bytes. */
  hash: string
  /** Of its compartment. */
  key: CompartmentKey
}

/**
 * Opens the newest version, or the one asked for. What was altered, swapped, removed or rolled back doesn't match the
 * ledger's mark or its seal: SealBroken (P33). Null when the practice has no such resource, or it
 * is restricted to others; throws `resource.gone` when
 * that version is its deletion.
 */
export async function readResource(
  within: Within,
  type: string,
  id: string,
  version?: number,
): Promise<OpenedResource | null> {
  const opened = await readVersionOf(within, type, id, version)
  if (opened?.deleted === true) throw new AppError('resource.gone')
  return opened
}

/** The same, deletions too. */
export async function readVersionOf(
  within: Within,
  type: string,
  id: string,
  version?: number,
): Promise<OpenedResource | null> {
  const row = await (version === undefined
    ? readNewest(within.tx, type, id)
    : readVersion(within.tx, type, id, version))
  return row === null ? null : unlessHidden(openRow(within, row))
}

/** Null for what is restricted to others: as if it were not there. */
async function unlessHidden(opening: Promise<OpenedResource>): Promise<OpenedResource | null> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof HiddenRecord) return null
    throw error
  }
}

/** Every resource of a type in a compartment, newest versions. */
export async function readResources(within: Within, compartment: string, type: string): Promise<OpenedResource[]> {
  const rows = await listWhole(within.tx, compartment, type)
  const opened = await Promise.all(rows.map((row) => unlessHidden(openRow(within, row))))
  return opened.filter((one) => one !== null && !one.deleted) as OpenedResource[]
}

/** Opens a row as it was just read. SealBroken when it is not the one that the ledger marked. */
export async function openRow(within: Within, row: WholeRow): Promise<OpenedResource> {
  const { tx, vault } = within
  const { type, id, version, compartment, deleted } = row
  const key = await openWrapped(within, { ...row, deleted: row.deleted_patient })
  if (row.sealed === null || row.last_updated === null || deleted === null)
    throw new SealBroken('payload', `${type}/${id}`)
  const breathe = breather()
  const hash = digest(row.sealed)
  if (!hash.equals(row.mark) || row.hash?.equals(hash) !== true) throw new SealBroken('payload', `${type}/${id}`)
  await breathe()
  const bytes = vault.openAgain(key, resourcePlace('content', { type, id, version, deleted }), row.sealed, hash)
  await breathe()
  // `meta.lastUpdated` stands in the record itself.
  if (!bytes.includes(JSON.stringify(row.last_updated))) throw new SealBroken('payload', `${type}/${id}`)
  const hex = hash.toString('hex')
  tx.records.push({ type, id, version, hash: hex })
  return { type, id, version, compartment, lastUpdated: row.last_updated, deleted, bytes, hash: hex, key }
}

/** The same; `gone` where the key was destroyed, and where the record is restricted to others. */
export async function openUnlessGone(within: Within, row: WholeRow): Promise<OpenedResource | 'gone'> {
  try {
    return await openRow(within, row)
  } catch (error) {
    if (error instanceof HiddenRecord || (error instanceof AppError && error.code === 'resource.gone')) return 'gone'
    throw error
  }
}
