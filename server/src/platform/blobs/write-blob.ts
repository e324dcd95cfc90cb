/** Promise: a blob is whole, synced and named in a synced directory before the caller hears of it, or not there at all. */
import { dirname } from 'node:path'
import { digest, startDigest } from '../vault/digest.ts'
import { hasCode, makeDirectory, publishFile, withFile, writeAll, type DiskFile } from '../vault/disk.ts'
import { BlobExists, BlobTruncated, StorageFull } from './blob-errors.ts'
import {
  MIB,
  newStagedPath,
  pathOf,
  placeOf,
  type BlobFacts,
  type BlobStore,
  type SealedBlobName,
} from './blob-store.ts'
import { treeRoot } from './hash-tree.ts'
import { spareMemory } from './spare-memory.ts'
import { untilAborted } from './until-aborted.ts'

export interface NewBlob extends SealedBlobName {
  source: AsyncIterable<Uint8Array>
  /** Plain bytes, where the sender announced them. */
  expectedSize?: number | undefined
  signal?: AbortSignal | undefined
}

export interface WrittenBlob extends BlobFacts {
  /** Bytes on disk. */
  sealedSize: number
  /** SHA-256 of the plain bytes. */
  sha256: Buffer
}

/**
 * Streams with backpressure in constant memory (about 2 MiB). Throws BlobTruncated, BlobExists, StorageFull, the signal's
 * reason, or what the source threw; in each case the staged file is gone again.
 */
export async function writeBlob(store: BlobStore, blob: NewBlob): Promise<WrittenBlob> {
  const { disk } = store
  const path = pathOf(store, blob)
  const staged = newStagedPath(store, blob)
  try {
    const written = await withFile(await disk.open(staged, 'wx', 0o600), (file) => writeSealed(store, blob, file))
    await makeDirectory(disk, dirname(dirname(path)))
    await makeDirectory(disk, dirname(path))
    await publishFile(disk, staged, path)
    return written
  } catch (error) {
    await disk.unlink(staged).catch(() => undefined)
    if (hasCode(error, 'ENOSPC', 'EDQUOT')) throw new StorageFull('there is no room for the file', { cause: error })
    if (hasCode(error, 'EEXIST')) throw new BlobExists(`blob ${blob.id} exists already`)
    throw error
  }
}

async function writeSealed(store: BlobStore, blob: NewBlob, file: DiskFile): Promise<WrittenBlob> {
  const plain = startDigest()
  const hashes: Buffer[] = []
  const block = Buffer.allocUnsafeSlow(MIB)
  let filled = 0
  let size = 0
  let sealedSize = 0

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of untilAborted(blob.source, blob.signal)) {
      size += part.length
      if (size > (blob.expectedSize ?? Infinity)) throw new BlobTruncated(blob.expectedSize!, size)
      plain.update(part)
      yield part
    }
    if (size !== (blob.expectedSize ?? size)) throw new BlobTruncated(blob.expectedSize!, size)
  }

  async function flush(): Promise<void> {
    const bytes = block.subarray(0, filled)
    hashes.push(digest(bytes))
    await writeAll(file, bytes)
    spareMemory(filled)
    sealedSize += filled
    filled = 0
  }

  for await (const sealed of store.vault.sealStream(blob.key, placeOf(blob.id), counted())) {
    const taken = sealed.copy(block, filled)
    filled += taken
    if (filled < MIB) continue
    await flush()
    filled = sealed.copy(block, 0, taken)
  }
  if (filled > 0) await flush()
  await file.sync()
  const all = Buffer.concat(hashes)
  return { size, sealedSize, sha256: plain.finish(), hashes: all, root: treeRoot(all) }
}
