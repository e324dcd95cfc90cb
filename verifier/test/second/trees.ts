import { createHash } from 'node:crypto'

/** RFC 6962, section 2.1, as its definitions read: recursive, over all the leaves. */

export const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const leafPrefix = Buffer.from([0])
const nodePrefix = Buffer.from([1])
export const leafHash = (leaf: Uint8Array): Buffer => sha256(leafPrefix, leaf)
const node = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodePrefix, left, right)

/** The largest power of two smaller than n, for n > 1. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** 2.1: MTH(D[from:to]) of leaf hashes. `seen` keeps subtrees between calls over the same leaves. */
export function treeHash(leaves: Buffer[], from: number, to: number, seen = new Map<string, Buffer>()): Buffer {
  if (to === from) return sha256()
  if (to - from === 1) return leaves[from]!
  const name = `${from}:${to}`
  const known = seen.get(name)
  if (known) return known
  const k = split(to - from)
  const hash = node(treeHash(leaves, from, from + k, seen), treeHash(leaves, from + k, to, seen))
  seen.set(name, hash)
  return hash
}

/** 2.1.1, read backwards: the root that a path leads to, or null where it has another length than PATH(m, D[n]). */
export function rootByPath(m: number, n: number, leaf: Buffer, path: Buffer[]): Buffer | null {
  if (n === 1) return path.length === 0 ? leaf : null
  const beside = path.at(-1)
  if (!beside) return null
  const k = split(n)
  const inner = m < k ? rootByPath(m, k, leaf, path.slice(0, -1)) : rootByPath(m - k, n - k, leaf, path.slice(0, -1))
  if (!inner) return null
  return m < k ? node(inner, beside) : node(beside, inner)
}

/**
 * 2.1.2, read backwards: the roots of the first m and of all n leaves that a proof leads to, from the root that is known of the
 * first m; null where it has another length than PROOF(m, D[n]). `whole`: the first m leaves are a tree of their own.
 */
export function rootsByConsistency(
  m: number,
  n: number,
  known: Buffer,
  proof: Buffer[],
  whole = true,
): { before: Buffer; after: Buffer } | null {
  const beside = proof.at(-1)
  const rest = proof.slice(0, -1)
  if (m === n) {
    const root = whole ? known : beside
    return root && rest.length === 0 && whole === (beside === undefined) ? { before: root, after: root } : null
  }
  if (!beside) return null
  const k = split(n)
  const inner =
    m <= k ? rootsByConsistency(m, k, known, rest, whole) : rootsByConsistency(m - k, n - k, known, rest, false)
  if (!inner) return null
  if (m <= k) return { before: inner.before, after: node(inner.after, beside) }
  return { before: node(beside, inner.before), after: node(beside, inner.after) }
}
