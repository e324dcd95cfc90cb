/** A whole tree in memory, to try what its root would be if some leaves were others. Only for finding what was altered. */
import { hex } from './bytes.ts'
import type { Means } from './means.ts'
import { frontier, nodeHash } from './merkle.ts'

export interface TrialTree {
  rootWith(changes: ReadonlyMap<number, Uint8Array>): Uint8Array
}

export function trialTree(sha256: Means['sha256'], leaves: readonly Uint8Array[]): TrialTree {
  const levels: (readonly Uint8Array[])[] = [leaves]
  for (let level = leaves; level.length > 1;) {
    const above: Uint8Array[] = []
    for (let place = 0; place < level.length; place += 2)
      above.push(place + 1 < level.length ? nodeHash(sha256, level[place]!, level[place + 1]!) : level[place]!)
    levels.push(above)
    level = above
  }
  return {
    rootWith(changes) {
      let changed = changes
      for (const level of levels.slice(0, -1)) {
        const above = new Map<number, Uint8Array>()
        const at = (place: number) => changed.get(place) ?? level[place]!
        for (const place of changed.keys()) {
          const left = place - (place % 2)
          if (above.has(left / 2)) continue
          above.set(left / 2, left + 1 < level.length ? nodeHash(sha256, at(left), at(left + 1)) : at(left))
        }
        changed = above
      }
      return changed.get(0) ?? levels.at(-1)![0]!
    },
  }
}

export function rootOf(sha256: Means['sha256'], leaves: Iterable<Uint8Array>): Uint8Array {
  const tree = frontier(sha256)
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

/** Places (from 0) of leaves that are the same as an earlier one, with that one's place. */
export function copiesIn(leaves: readonly Uint8Array[], from: number): { place: number; of: number }[] {
  const seen = new Map<string, number>()
  const copies: { place: number; of: number }[] = []
  leaves.forEach((leaf, place) => {
    const key = hex(leaf)
    const of = seen.get(key)
    if (of === undefined) seen.set(key, place)
    else if (place >= from) copies.push({ place, of })
  })
  return copies
}
