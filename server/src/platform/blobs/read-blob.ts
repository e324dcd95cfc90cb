/** Promise: what a blob gives back, whole or in part, is what was written, or an error that says what was altered. */
import { CHUNK, HEADER, SEALED_CHUNK } from '../vault/chunked-encryption.ts'
import { readAt } from '../vault/disk.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { BlobAltered } from './blob-errors.ts'
import { MIB, placeOf, type BlobFacts, type BlobStore, type SealedBlobName } from './blob-store.ts'
import { openTrusted, type TrustedFile } from './blocks.ts'
import { spareMemory } from '../spare-memory.ts'

export interface BlobReading extends SealedBlobName {
  facts: BlobFacts
  /** Plain bytes from `start` up to and without `end`; all of them where it is left out. */
  range?: { start: number; end: number } | undefined
}

/**
 * Yields up to 16 KiB at a time, in constant memory; the disk is read a MiB at a time. The first `next()` throws already when the facts, the
 * length or the first block are wrong. Throws BlobAltered, and RangeError for a range that the blob does not have.
 */
export async function* readBlob(store: BlobStore, blob: BlobReading): AsyncGenerator<Buffer> {
  const { start, end } = blob.range ?? { start: 0, end: blob.facts.size }
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > blob.facts.size)
    throw new RangeError('the blob does not have that range')
  const trusted = await openTrusted(store, blob, blob.facts)
  try {
    yield* openParts(store, blob, trusted, start, end)
  } catch (error) {
    throw error instanceof SealBroken ? new BlobAltered(blob.id, 'seal') : error
  } finally {
    await trusted.file.close()
  }
}

async function* openParts(
  store: BlobStore,
  blob: BlobReading,
  trusted: TrustedFile,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  const { file, sealedSize } = trusted
  const header = await readAt(file, 0, Buffer.alloc(HEADER))
  const opener = store.vault.openRange(blob.key, placeOf(blob.id), header, sealedSize)
  // At the end of the blob the closing chunk belongs to the range, even an empty one: it proves that this is the end.
  const lastChunk = end === opener.size ? Math.floor(end / CHUNK) : Math.max(0, Math.ceil(end / CHUNK) - 1)
  let chunk = Math.min(Math.floor(start / CHUNK), lastChunk)
  const from = HEADER + chunk * SEALED_CHUNK
  const to = Math.min(HEADER + (lastChunk + 1) * SEALED_CHUNK, sealedSize)
  // The begun chunk that the last block left over, then the next block.
  const buffer = Buffer.allocUnsafeSlow(SEALED_CHUNK + MIB)
  let left = 0
  for (let block = Math.floor(from / MIB); block * MIB < to; block++) {
    const bytes = await trusted.readBlock(block, buffer.subarray(left))
    const position = block * MIB
    const first = Math.max(from - position, 0)
    const length = left + Math.min(to - position, bytes.length)
    const final = position + length - left === to
    const whole = final ? length : length - ((length - first) % SEALED_CHUNK)
    for (let at = first; at < whole; at += SEALED_CHUNK, chunk++) {
      const plain = opener.openChunks(chunk, buffer.subarray(at, Math.min(at + SEALED_CHUNK, whole)))
      const begin = chunk * CHUNK
      const wanted = plain.subarray(Math.max(start - begin, 0), Math.max(end - begin, 0))
      if (wanted.length > 0) yield wanted
    }
    left = buffer.copy(buffer, 0, whole, length)
    spareMemory(bytes.length)
  }
}
