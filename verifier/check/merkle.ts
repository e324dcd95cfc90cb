/** Merkle trees as in RFC 6962, section 2.1; sizes up to 2^53. */
import type { Means } from './means.ts'

type Sha256 = Means['sha256']

export function leafHash(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(leaf.length + 1)
  bytes.set(leaf, 1)
  return sha256(bytes)
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 33)
  return sha256(bytes)
}

export interface Frontier {
  readonly size: number
  add(hash: Uint8Array): void
  root(): Uint8Array
}

/** The roots of the full subtrees at the right edge: all that is needed to append and to know the root. */
export function frontier(sha256: Sha256): Frontier {
  const edge: Uint8Array[] = []
  let size = 0
  return {
    get size() {
      return size
    },
    add(hash) {
      let level = 0
      let carried = hash
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        carried = nodeHash(sha256, edge[level]!, carried)
        level += 1
      }
      edge[level] = carried
      size += 1
    },
    root() {
      if (size === 0) return sha256(new Uint8Array(0))
      let root: Uint8Array | null = null
      for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1)
        if (rest % 2 === 1) root = root === null ? edge[level]! : nodeHash(sha256, edge[level]!, root)
      return root!
    },
  }
}

/** What the root must be for this leaf to stand at this index; null when the proof has the wrong length. */
export function rootByInclusion(
  sha256: Sha256,
  { index, size, hash, proof }: { index: number; size: number; hash: Uint8Array; proof: readonly Uint8Array[] },
): Uint8Array | null {
  if (index >= size) return null
  let place = index
  let last = size - 1
  let root = hash
  for (const sibling of proof) {
    if (last === 0) return null
    if (place % 2 === 1 || place === last) {
      root = nodeHash(sha256, sibling, root)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else root = nodeHash(sha256, root, sibling)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : null
}
