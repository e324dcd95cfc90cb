/** Promise: no byte of a stored blob is used before its MiB was compared with the hash that the database keeps. */
import { sealedSize } from '../vault/chunked-encryption.ts'
import { digest } from '../vault/digest.ts'
import { hasCode, readAt, type DiskFile } from '../vault/disk.ts'
import { BlobAltered } from './blob-errors.ts'
import { MIB, pathOf, type BlobFacts, type BlobName, type BlobStore } from './blob-store.ts'
import { HASH, treeRoot } from './hash-tree.ts'

export interface TrustedFile {
  file: DiskFile
  sealedSize: number
  /** Reads MiB number `block` to the front of `into` and compares its hash. Throws BlobAltered. */
  readBlock(block: number, into: Buffer): Promise<Buffer>
}

/** Opens a blob whose facts fit together and whose length is right. Throws BlobAltered. */
export async function openTrusted(store: BlobStore, name: BlobName, facts: BlobFacts): Promise<TrustedFile> {
  const size = sealedSize(facts.size)
  const blocks = Math.ceil(size / MIB)
  if (facts.hashes.length !== blocks * HASH || !treeRoot(facts.hashes).equals(facts.root))
    throw new BlobAltered(name.id, 'facts')
  const file = await store.disk.open(pathOf(store, name), 'r').catch((error: unknown) => {
    throw hasCode(error, 'ENOENT') ? new BlobAltered(name.id, 'missing') : error
  })
  try {
    if ((await file.stat()).size !== size) throw new BlobAltered(name.id, 'length')
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    file,
    sealedSize: size,
    async readBlock(block, into) {
      const position = block * MIB
      const bytes = await readAt(file, position, into.subarray(0, Math.min(MIB, size - position)))
      const hash = facts.hashes.subarray(block * HASH, (block + 1) * HASH)
      if (!digest(bytes).equals(hash)) throw new BlobAltered(name.id, 'block', block)
      return bytes
    },
  }
}
