/** Promise: a scrubber can prove every stored byte unaltered without any key. */
import { withFile } from '../vault/disk.ts'
import { MIB, type BlobFacts, type BlobName, type BlobStore } from './blob-store.ts'
import { openTrusted } from './blocks.ts'

/**
 * Compares length and ciphertext, `most` MiB of it from the one numbered `from`; all of it unless said otherwise. Answers where to
 * go on, null at the end. Throws BlobAltered, naming the first fault.
 */
export async function checkBlob(
  store: BlobStore,
  name: BlobName,
  facts: BlobFacts,
  from = 0,
  most = Number.MAX_SAFE_INTEGER,
): Promise<number | null> {
  const trusted = await openTrusted(store, name, facts)
  const buffer = Buffer.allocUnsafeSlow(MIB)
  return withFile(trusted.file, async () => {
    for (let block = from; block * MIB < trusted.sealedSize; block++) {
      if (block - from >= most) return block
      await trusted.readBlock(block, buffer)
    }
    return null
  })
}
