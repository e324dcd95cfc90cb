import { sha256 } from './notes.ts'

const node = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right)

export interface Growth {
  oldSize: number
  oldRoot: Buffer
  size: number
  root: Buffer
  proof: readonly Buffer[]
}

/** Whether the tree only grew: RFC 9162, section 2.1.4.2 (the proofs are those of RFC 6962, section 2.1.2). */
export function isConsistent({ oldSize, oldRoot, size, root, proof }: Growth): boolean {
  if (oldSize > size) return false
  if (oldSize === 0) return proof.length === 0 && (size > 0 || root.equals(sha256()))
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root)
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof]
  const first = path.shift()
  if (first === undefined) return false
  let place = oldSize - 1
  let last = size - 1
  while (place % 2 === 1) {
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  let before = first
  let after = first
  for (const sibling of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      before = node(sibling, before)
      after = node(sibling, after)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else after = node(after, sibling)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && before.equals(oldRoot) && after.equals(root)
}

function isPowerOfTwo(size: number): boolean {
  let rest = size
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}
