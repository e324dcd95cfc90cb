import { id } from '@candour/contract/shapes.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { BlobRow } from './files.store.ts'

/** What is sealed of a file beside its bytes. */
export interface FileFacts {
  name: string
  /** Known once the bytes are there. */
  mediaType: string
  sha256: string
  size: number
  /** Hex root over the sealed bytes; empty until they are there. It ties the bytes on disk to this file's name. */
  root: string
}

export function isFileId(text: string): boolean {
  return id.safeParse(text).success
}

function place(blob: string, revision: number) {
  return { table: 'candour.blob', field: 'sealed', record: blob, revision, schema: 1 }
}

export function sealFacts(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  blob: string,
  revision: number,
  facts: FileFacts,
): Buffer {
  return vault.seal(key, place(blob, revision), Buffer.from(JSON.stringify(facts)))
}

/** Bytes, size or hashes of another file in this one's row: SealBroken (P33). */
export function openFacts({ vault }: Pick<Within, 'vault'>, key: CompartmentKey, row: BlobRow): FileFacts {
  const facts = JSON.parse(vault.open(key, place(row.blob, row.revision), row.sealed).toString()) as FileFacts
  if (facts.size !== row.announced_size || facts.root !== (row.root?.toString('hex') ?? ''))
    throw new SealBroken('payload', row.blob)
  return facts
}
