/**
 * Promise: a tree that does not go on from what was signed of it is made anew of its entries' leaf hashes, by an operator's word
 * alone; whether it then is what was signed is computed, not supposed.
 */
import type { Across } from '../database/workspace.ts'
import { growTrees } from './grow-trees.ts'
import { sequencing } from './ledger.store.ts'
import type { Published } from './published.ts'
import { thoseThatFit } from './those-that-fit.ts'
import { rootOf } from './tree.ts'
import { trees, type Head } from './trees.store.ts'

export interface Rebuilt {
  practice: string
  /** Whether the one that was made has at its signed size the root that was signed. */
  goesOn: boolean
}

const page = 100
const leavesAtOnce = 8192

/** For whoever holds `lockPublished`. @returns those that were made anew, and those that can't be, for entries are missing */
export async function rebuildTrees(
  across: Across,
  published: ReadonlyMap<string, Published>,
): Promise<{ rebuilt: Rebuilt[]; missing: string[] }> {
  // Nothing is numbered meanwhile.
  await sequencing.lockPosition(across)
  const rebuilt: Rebuilt[] = []
  const missing: string[] = []
  for (let last: string | null = null; ;) {
    const heads: Head[] = await trees.after(across, last, page)
    // One that is shorter than what was signed of it is an older one, which need not be altered.
    const signed = new Map(
      heads.flatMap(({ practice, tree }) => {
        const one = published.get(practice)
        return one === undefined || one.size > tree.size ? [] : [[practice, one] as const]
      }),
    )
    const fitting = new Set(await thoseThatFit(across, heads, signed))
    for (const head of heads.filter((one) => !fitting.has(one))) {
      const goesOn = await rebuild(across, head, signed.get(head.practice) ?? null)
      if (goesOn === null) missing.push(head.practice)
      else rebuilt.push({ practice: head.practice, goesOn })
    }
    if (heads.length < page) return { rebuilt, missing }
    last = heads.at(-1)!.practice
  }
}

/** Null where entries are missing: the tree stays as it was. */
async function rebuild(across: Across, { practice, size }: Head, signed: Published | null): Promise<boolean | null> {
  if ((await trees.countLeaves(across, practice, size)) !== size) return null
  await trees.emptyTiles(across, practice)
  let tree: Head['tree'] = { size: 0, hashes: [] }
  let goesOn = signed === null || signed.size === 0
  while (tree.size < size) {
    // A page ends where the signed tree did.
    const end = signed !== null && signed.size > tree.size ? signed.size : size
    const [first, last] = [tree.size + 1, Math.min(end, tree.size + leavesAtOnce)]
    const leaves = (await trees.leaves(across, [{ practice, first, last }])).get(practice) ?? []
    tree = (await growTrees(across, [{ head: { practice, size, tree }, leaves }])).get(practice)!
    if (tree.size === signed?.size) goesOn = rootOf(tree).equals(signed.root)
  }
  await trees.writeHeads(across, [{ practice, size, tree }])
  return goesOn
}
