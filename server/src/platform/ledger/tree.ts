/**
 * Promise: the maths of a Merkle tree (RFC 6962, section 2.1) and nothing else: no storage, no keys, no clock. A frontier
 * holds the hashes of the perfect subtrees of a tree, largest first: one for each bit that is set in its size.
 */
import { digest } from '../vault/digest.ts'

const [leafPrefix, nodePrefix] = [Buffer.of(0), Buffer.of(1)]

export const hashLeaf = (leaf: Uint8Array): Buffer => digest(Buffer.concat([leafPrefix, leaf]))
export const hashNode = (left: Uint8Array, right: Uint8Array): Buffer =>
  digest(Buffer.concat([nodePrefix, left, right]))
/** Of the tree without leaves. */
export const emptyRoot: Buffer = digest(Buffer.alloc(0))

export interface Frontier {
  size: number
  hashes: Buffer[]
}

/** A perfect subtree: `2 ** level` leaves from `index * 2 ** level` on. */
export interface Node {
  level: number
  index: number
}

/** @param done told of each perfect subtree that is complete by it, smaller ones first */
export function append(
  { size, hashes }: Frontier,
  leaves: Buffer[],
  done?: (node: Node, hash: Buffer) => void,
): Frontier {
  const stack = [...hashes]
  let at = size
  for (const leaf of leaves) {
    let hash = leaf
    let level = 0
    done?.({ level, index: at }, hash)
    for (let left = at; left % 2 === 1; left = (left - 1) / 2) {
      hash = hashNode(stack.pop()!, hash)
      level += 1
      done?.({ level, index: (left - 1) / 2 }, hash)
    }
    stack.push(hash)
    at += 1
  }
  return { size: at, hashes: stack }
}

export function rootOf({ hashes }: Pick<Frontier, 'hashes'>): Buffer {
  return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => hashNode(left, right))
}

/** Of a whole tree, or a perfect part of it. */
export function rootOfLeaves(leaves: Buffer[]): Buffer {
  return rootOf(append({ size: 0, hashes: [] }, leaves))
}

/** How many hashes a frontier of this size has. */
export function frontierLength(size: number): number {
  let count = 0
  for (let left = size; left > 0; left = Math.floor(left / 2)) count += left % 2
  return count
}

/** Leaves from `start` up to `end`, which is not in it; `start` is a multiple of the largest power of two below its length. */
export interface Span {
  start: number
  end: number
}

/** The perfect subtrees of a span, largest first; its hash is the root of the frontier that they are. */
export function nodesOf({ start, end }: Span): Node[] {
  const nodes: Node[] = []
  for (let at = start; at < end;) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** The largest power of two that is smaller. */
function splitOf(count: number): number {
  let half = 1
  while (half * 2 < count) half *= 2
  return half
}

/** Of which parts the proof consists that a leaf is in a tree (RFC 6962, section 2.1.1), lowest first. */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!(index >= 0 && index < size)) throw new RangeError('no such leaf in this tree')
  const spans: Span[] = []
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      spans.unshift({ start: middle, end })
      end = middle
    } else {
      spans.unshift({ start, end: middle })
      start = middle
    }
  }
  return spans
}

/** Of which parts the proof consists that a tree goes on from an earlier one (RFC 6962, section 2.1.2). */
export function consistencySpans(before: number, size: number): Span[] {
  if (!(before >= 0 && before <= size)) throw new RangeError('no such earlier tree')
  if (before === 0 || before === size) return []
  const spans: Span[] = []
  let whole = true
  let [start, end] = [0, size]
  while (before !== end) {
    const middle = start + splitOf(end - start)
    if (before <= middle) {
      spans.unshift({ start: middle, end })
      end = middle
    } else {
      spans.unshift({ start, end: middle })
      start = middle
      whole = false
    }
  }
  return whole ? spans : [{ start, end }, ...spans]
}

/** RFC 9162, section 2.1.3.2. */
export function isIncluded(leaf: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (index >= size) return false
  let [at, last] = [index, size - 1]
  let hash = leaf
  for (const part of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = hashNode(part, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else hash = hashNode(hash, part)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && hash.equals(root)
}

/** RFC 9162, section 2.1.4.2; any tree goes on from the empty one. */
export function isConsistent(
  before: { size: number; root: Buffer },
  after: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (before.size > after.size) return false
  if (before.size === after.size) return proof.length === 0 && before.root.equals(after.root)
  if (before.size === 0) return proof.length === 0 && before.root.equals(emptyRoot)
  let [at, last] = [before.size - 1, after.size - 1]
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)]
  const parts = at === 0 ? [before.root, ...proof] : [...proof]
  const first = parts.shift()
  if (first === undefined) return false
  let [old, whole] = [first, first]
  for (const part of parts) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      old = hashNode(part, old)
      whole = hashNode(part, whole)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else whole = hashNode(whole, part)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && old.equals(before.root) && whole.equals(after.root)
}
