import { AppError } from '../../platform/app-error.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment, openUnlessHidden } from '../compartments/open-compartment.ts'
import { breather } from '../../platform/breathe.ts'
import { readPrints, type Prints } from './chart.store.ts'
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

/** What a patient's record holds. The same object as long as nothing of it changes: it must not be changed. */
export interface Listing {
  /** Newest first. */
  resources: readonly ListedResource[]
  /** Other compartments in which some of it lies. */
  elsewhere: readonly string[]
  /** Over everything that it was read from. */
  print: Buffer
}

/** What `listResources` begins with, to be asked for together with something else. */
export function printsOf({ tx }: Within, compartment: string): Promise<Prints> {
  return readPrints(tx, compartment)
}

/** About what a listed resource takes in memory, beside its letters. */
const overhead = 600

/**
 * The newest version of each resource that a patient owns. A row that is gone or doesn't open: SealBroken. What was read
 * before is taken from memory when the database holds, mark by mark and row by row, the same as then (decision 0015).
 */
export async function listResources(
  within: Within,
  patient: CompartmentKey,
  prints: Prints | Promise<Prints> = readPrints(within.tx, patient.compartment),
): Promise<Listing> {
  const print = digest(Buffer.concat(await prints))
  const place = { table: 'candour.resource', field: 'listing', record: patient.compartment, revision: 1, schema: 1 }
  const kept = within.vault.findReading<Listing>(patient, place, print)
  if (kept !== undefined) {
    // Who owns it too has it in the access log, and a key that is gone closes it, as if it had been opened now.
    let isWhole = true
    for (const compartment of kept.elsewhere) if ((await openElsewhere(within, compartment)) === null) isWhole = false
    // Who opened it before may see more of it than who asks now.
    if (isWhole) return kept
  }
  const { listing, bytes, isWhole } = await openListing(within, patient, print)
  if (!isWhole) return listing
  const after = digest(Buffer.concat(await readPrints(within.tx, patient.compartment)))
  // Otherwise something was written in between, and this may be the list of before or of after.
  if (after.equals(print)) within.vault.keepReading(patient, place, print, listing, bytes)
  return listing
}

async function openListing(within: Within, patient: CompartmentKey, print: Buffer) {
  const rows = await listSummaries(within.tx, patient.compartment)
  const keys = await keysOf(within, patient, rows)
  const breathe = breather()
  const resources: ListedResource[] = []
  let bytes = 0
  const leftOut = new Set<string>()
  for (const row of rows) {
    const key = keys.get(row.compartment)
    if (key === undefined) {
      leftOut.add(row.compartment)
      continue
    }
    const listed = openSummary(within.vault, key, row)
    if (listed !== null) resources.push(listed)
    bytes += overhead + (row.summary?.length ?? 0)
    await breathe()
  }
  resources.sort(newestFirst)
  const elsewhere = [...keys.keys()].filter((compartment) => compartment !== patient.compartment)
  // What is kept by the print of a whole record must not be found by that of a part.
  const own =
    leftOut.size === 0 ? print : digest(Buffer.from(`${print.toString('hex')} ${[...leftOut].toSorted().join()}`))
  return { listing: { resources, elsewhere, print: own }, bytes, isWhole: leftOut.size === 0 }
}

/** By moment, then id and type, so that pages never overlap. What has no date comes last. */
function newestFirst(a: ListedResource, b: ListedResource): number {
  if (a.summary.at !== b.summary.at) return a.summary.at < b.summary.at ? 1 : -1
  if (a.id !== b.id) return a.id < b.id ? 1 : -1
  return a.type < b.type ? 1 : -1
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

/** Keys of the compartments in which the rows lie, without those that are restricted to others; most lie in one. */
async function keysOf(within: Within, first: CompartmentKey, rows: SummaryRow[]): Promise<Map<string, CompartmentKey>> {
  const keys = new Map([[first.compartment, first]])
  for (const compartment of new Set(rows.map((row) => row.compartment))) {
    if (keys.has(compartment)) continue
    const key = await openElsewhere(within, compartment)
    if (key !== null) keys.set(compartment, key)
  }
  return keys
}

/** Null for what is restricted to others. */
async function openElsewhere(within: Within, compartment: string): Promise<CompartmentKey | null> {
  const key = await openUnlessHidden(within, compartment)
  if (key === null) throw new SealBroken('payload', compartment)
  return key === 'hidden' ? null : key
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
