import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { countChange } from '../compartments/count-change.ts'
import { insertVersion } from './resources.store.ts'
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
}

/** Seals one version into its compartment. Throws `record.changed_meanwhile` when somebody else wrote that version first. */
export async function writeResource(
  { tx, vault, now }: Within,
  key: CompartmentKey,
  resource: ResourceToWrite,
): Promise<void> {
  const { type, id, version, bytes, summary } = resource
  const sealed = vault.seal(key, resourcePlace('content', type, id, version), bytes)
  const hash = digest(sealed)
  const sealedSummary: SealedSummary = { ...summary, writtenAt: now.toISOString() }
  await insertVersion(tx, {
    type,
    id,
    version,
    compartment: key.compartment,
    lastUpdated: now,
    size: bytes.length,
    hash,
    sealed,
    summary: vault.seal(key, resourcePlace('summary', type, id, version), Buffer.from(JSON.stringify(sealedSummary))),
  })
  tx.withCommit(countChange({ tx }, key.compartment))
  tx.records.push({ type, id, version, hash: hash.toString('hex') })
}
