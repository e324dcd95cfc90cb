/** Promise: a blob is whole, synced and named in a synced directory before the caller hears of it, or not there at all. */
import { dirname } from 'node:path'
import { TAG } from '../vault/primitives.ts'
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
    await makeOnce(store, dirname(dirname(path)))
    await makeOnce(store, dirname(path))
    await publishFile(disk, staged, path)
    return written
  } catch (error) {
    if (hasCode(error, 'ENOENT')) store.made.clear()
    await disk.unlink(staged).catch(() => undefined)
    if (hasCode(error, 'ENOSPC', 'EDQUOT')) throw new StorageFull('there is no room for the file', { cause: error })
    if (hasCode(error, 'EEXIST')) throw new BlobExists(`blob ${blob.id} exists already`)
    throw error
  }
}

/** Each is looked at once: three directories and their syncs would cost more than a small file. */
async function makeOnce({ disk, made }: BlobStore, directory: string): Promise<void> {
  if (made.has(directory)) return
  await makeDirectory(disk, directory)
  made.add(directory)
}

/** What is sealed in one go: 64 KiB, four chunks. */
const most = 65_536
/** A whole MiB, and what the last piece brings beyond it: itself, its tags, and the last tag of all. */
const mostBlocks = 16
const room = MIB + most + 6 * TAG

async function writeSealed(store: BlobStore, blob: NewBlob, file: DiskFile): Promise<WrittenBlob> {
  const plain = startDigest()
  const hashes: Buffer[] = []
  const sealer = store.vault.startSealing(blob.key, placeOf(blob.id))
  const block = store.blocks.pop() ?? Buffer.allocUnsafeSlow(room)
  let filled = sealer.header.copy(block)
  let size = 0
  let sealedSize = 0

  /** Up to a MiB goes out; what lies behind it comes to the front. */
  async function flush(): Promise<void> {
    const bytes = block.subarray(0, Math.min(filled, MIB))
    hashes.push(digest(bytes))
    await writeAll(file, bytes)
    sealedSize += bytes.length
    filled = block.copy(block, 0, bytes.length, filled)
  }

  for await (const part of untilAborted(blob.source, blob.signal)) {
    size += part.length
    if (size > (blob.expectedSize ?? Infinity)) throw new BlobTruncated(blob.expectedSize!, size)
    plain.update(part)
    for (let at = 0; at < part.length; at += most) {
      filled += sealer.seal(part.subarray(at, at + most), block, filled)
      if (filled >= MIB) await flush()
    }
  }
  if (size !== (blob.expectedSize ?? size)) throw new BlobTruncated(blob.expectedSize!, size)
  filled += sealer.finish(block, filled)
  while (filled > 0) await flush()
  await file.sync()
  if (store.blocks.length < mostBlocks) store.blocks.push(block)
  const all = Buffer.concat(hashes)
  return { size, sealedSize, sha256: plain.finish(), hashes: all, root: treeRoot(all) }
}
