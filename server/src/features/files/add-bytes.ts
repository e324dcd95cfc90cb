import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { writeBlob } from '../../platform/blobs/write-blob.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { sealFacts } from './file-facts.ts'
import { blobs } from './files.store.ts'

interface FileToAdd {
  /** That of the DocumentReference, which the caller writes. */
  id: string
  name: string
  mediaType: string
  bytes: Buffer
}

/**
 * Keeps a file's bytes, sealed, for a document that Candour itself writes. They are on disk and synced before the
 * transaction ends; if it fails, they are leftovers, and collected.
 */
export async function addBytes(
  within: Within,
  store: BlobStore,
  key: CompartmentKey,
  { id, name, mediaType, bytes }: FileToAdd,
): Promise<void> {
  const { tx } = within
  const size = bytes.length
  await blobs.stage(
    tx,
    id,
    key.compartment,
    size,
    sealFacts(within, key, id, 1, { name, mediaType: '', sha256: '', size, root: '' }),
  )
  const content = newId()
  const written = await writeBlob(store, {
    practice: tx.practice,
    id: content,
    key,
    source: whole(bytes),
    expectedSize: size,
  })
  const { hashes, root } = written
  const facts = { name, mediaType, sha256: written.sha256.toString('hex'), size, root: root.toString('hex') }
  await blobs.keep(tx, id, content, sealFacts(within, key, id, 2, facts), hashes, root)
}

async function* whole(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
