import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { BlobRow } from './files.store.ts'

/** What is sealed of a file beside its bytes. */
export interface FileFacts {
  name: string
  /** Known once the bytes are there. */
  mediaType: string
  sha256: string
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

export function openFacts(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  row: Pick<BlobRow, 'blob' | 'revision' | 'sealed'>,
): FileFacts {
  return JSON.parse(vault.open(key, place(row.blob, row.revision), row.sealed).toString()) as FileFacts
}
