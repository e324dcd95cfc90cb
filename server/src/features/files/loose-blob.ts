import { readBlob } from '../../platform/blobs/read-blob.ts'
import { removeBlob } from '../../platform/blobs/remove-blob.ts'
import { writeBlob, type WrittenBlob } from '../../platform/blobs/write-blob.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { openFacts, sealFacts, type FileFacts } from './file-facts.ts'
import { blobs } from './files.store.ts'

/** Bytes that lie sealed in a compartment and are not, or not yet, a document of the record. */
export interface LooseBlob {
  blob: string
  key: CompartmentKey
  content: string
  name: string
  mediaType: string
}

/** First the bytes, synced; then `keepBlob` names them. Without that they are collected as left over. */
export async function writeLooseBlob(
  store: BlobStore,
  loose: Pick<LooseBlob, 'key' | 'content'> & { practice: string },
  source: AsyncIterable<Uint8Array>,
  options: { expectedSize?: number; signal?: AbortSignal } = {},
): Promise<WrittenBlob> {
  const { practice, content: id, key } = loose
  return writeBlob(store, { practice, id, key, source, ...options })
}

/** The row that names written bytes. Throws `file.already_there`. */
export async function keepBlob(within: Within, loose: LooseBlob, written: WrittenBlob): Promise<void> {
  const { blob, key, content, name, mediaType } = loose
  const { size, hashes, root } = written
  const facts: FileFacts = { name, mediaType, sha256: '', size, root: '' }
  await blobs.stage(within.tx, blob, key.compartment, size, sealFacts(within, key, blob, 1, facts))
  const sha256 = written.sha256.toString('hex')
  const whole = sealFacts(within, key, blob, 2, { ...facts, sha256, root: root.toString('hex') })
  await blobs.keep(within.tx, blob, content, whole, hashes, root)
}

export interface OpenedBlob extends FileFacts {
  /** Reads it, or a part; needs no transaction any more. */
  read(store: BlobStore, range?: { start: number; end: number }): AsyncGenerator<Buffer>
}

/** Null when there are no such bytes. */
export async function openBlob(within: Within, blob: string): Promise<OpenedBlob | null> {
  const row = await blobs.read(within.tx, blob)
  if (row === null || row.state !== 'kept') return null
  const key = await openCompartment(within, row.compartment)
  if (key === null) return null
  const { practice } = within.tx
  const facts = { size: row.announced_size, hashes: row.hashes!, root: row.root! }
  const id = row.content!
  return {
    ...openFacts(within, key, row),
    read: (store, range) => readBlob(store, { practice, id, key, facts, range }),
  }
}

/** Drops the row; the bytes go once the transaction has committed. */
export async function dropBlob(within: Within, store: BlobStore, blob: string): Promise<void> {
  const content = await blobs.drop(within.tx, blob)
  if (content === null) return
  const { practice } = within.tx
  // What a failure leaves is collected with what uploads leave.
  within.tx.afterCommit(() => void removeBlob(store, { practice, id: content }).catch(() => undefined))
}

/** Whether bytes lie in a compartment, or were announced for it. */
export async function hasBlobs(tx: Transaction, compartment: string): Promise<boolean> {
  return (await blobs.inCompartment(tx, compartment)).length > 0
}

/** Drops every blob of a compartment. */
export async function dropBlobsOf(within: Within, store: BlobStore, compartment: string): Promise<void> {
  for (const blob of await blobs.inCompartment(within.tx, compartment)) await dropBlob(within, store, blob)
}
