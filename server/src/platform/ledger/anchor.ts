/** Promise: a leaf of the tree of all is a hash with a secret in it: it tells nobody who grew, when, or by how much (P01). */

/** @param hash SHA-256 of the practice's nonce and the text of its checkpoint */
export function globalLeaf(hash: Buffer): Buffer {
  return Buffer.from(`candour/global/1\n${hash.toString('hex')}\n`)
}
