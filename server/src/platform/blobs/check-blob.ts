/** Promise: a scrubber can prove every stored byte unaltered without any key. */
import { withFile } from '../vault/disk.ts'
import { MIB, type BlobFacts, type BlobName, type BlobStore } from './blob-store.ts'
import { openTrusted } from './blocks.ts'

/** Compares length and every MiB of ciphertext. Throws BlobAltered, naming the first fault. */
export async function checkBlob(store: BlobStore, name: BlobName, facts: BlobFacts): Promise<void> {
  const trusted = await openTrusted(store, name, facts)
  const buffer = Buffer.allocUnsafeSlow(MIB)
  await withFile(trusted.file, async () => {
    for (let block = 0; block * MIB < trusted.sealedSize; block++) await trusted.readBlock(block, buffer)
  })
}
