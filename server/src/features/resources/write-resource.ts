import type { Within } from '../../platform/http/endpoint.ts'
import { breather } from '../../platform/breathe.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { insertVersion, insertVersions, type NewVersion } from './resources.store.ts'
import { resourcePlace } from './resource-place.ts'
import type { SealedSummary, Summary } from './summary.ts'

export interface ResourceToWrite {
  type: string
  /** Internal id. */
  id: string
  /** 1 for a new one, else the newest version plus one. */
  version: number
  /** The whole resource, FHIR JSON, with `id` and `meta` in it. */
  bytes: Buffer
  summary: Summary
  deleted?: boolean
}

/**
 * Seals one version into its compartment. It leaves with the statement that comes next, which fails (or the commit does)
 * with `record.changed_meanwhile` when somebody else wrote that version first.
 */
export function writeResource(within: Within, key: CompartmentKey, resource: ResourceToWrite): void {
  insertVersion(within.tx, sealVersion(within, key, resource))
}

/** The same for many, in one statement; none of them a deletion. */
export async function writeResources(
  within: Within,
  resources: (ResourceToWrite & { key: CompartmentKey })[],
): Promise<void> {
  if (resources.length === 0) return
  const breathe = breather()
  const rows: NewVersion[] = []
  for (const { key, ...resource } of resources) {
    rows.push(sealVersion(within, key, resource))
    await breathe()
  }
  insertVersions(within.tx, rows, within.now)
}

function sealVersion(
  { tx, vault, now }: Within,
  key: CompartmentKey,
  { bytes, summary, deleted = false, ...which }: ResourceToWrite,
): NewVersion {
  const version = { ...which, deleted }
  const sealed = vault.seal(key, resourcePlace('content', version), bytes)
  const hash = digest(sealed)
  const sealedSummary: SealedSummary = { ...summary, writtenAt: now.toISOString() }
  tx.written.add(key.compartment)
  const { type, id, version: number } = which
  tx.records.push({ type, id, version: number, hash: hash.toString('hex'), written: true })
  return {
    ...version,
    compartment: key.compartment,
    lastUpdated: now,
    size: bytes.length,
    hash,
    sealed,
    summary: vault.seal(key, resourcePlace('summary', version), Buffer.from(JSON.stringify(sealedSummary))),
  }
}
