/** Promise: one root stands for a list of hashes, as RFC 6962 computes it. */
import { digest } from '../vault/digest.ts'

export const HASH = 32

const leafMark = Buffer.of(0)
const nodeMark = Buffer.of(1)

/** Merkle tree hash (RFC 6962, section 2.1) of hashes of 32 bytes each, concatenated; each of them is one leaf's data. */
export function treeRoot(hashes: Buffer): Buffer {
  const count = hashes.length / HASH
  if (count === 0) return digest(Buffer.alloc(0))
  if (count === 1) return digest(Buffer.concat([leafMark, hashes]))
  const left = 2 ** Math.ceil(Math.log2(count) - 1) * HASH
  return digest(Buffer.concat([nodeMark, treeRoot(hashes.subarray(0, left)), treeRoot(hashes.subarray(left))]))
}
