/** Promise: a database that is behind what was signed of it, or is not what was signed, gets no further entry (security.md). */
import type { Across, Workspace } from '../database/workspace.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { globalTree, type TreeOfAll } from './global.store.ts'
import { toSign } from './goes-on.ts'
import { lockPublished } from './published.store.ts'
import { knowsOf, treeOfAll, type Published, type PublishedFile } from './published.ts'
import { rootOf } from './tree.ts'
import { trees } from './trees.store.ts'

/** Why nothing is numbered. */
export interface Refusal {
  /** One sentence, in fixed words. */
  what: string
  /** Practices whose trees are not what was signed of them; empty where it is the tree of all. */
  practices: string[]
}

export const acknowledging =
  'Put back the newest database, or look into it and run: candour ledger --acknowledge --reason "..."'

const said = {
  lost: 'the note of what was signed (ledger-published.jsonl, beside the keys) is gone, or is an older one',
  other: 'the database is from before the ledger got its new name',
  behind: 'the database is behind what was signed of its ledger',
  global: 'the tree of all is not what was signed of it',
}

/** Null: it may go on. */
export async function lookForRefusal(workspace: Workspace, file: PublishedFile): Promise<Refusal | null> {
  return workspace.together(async (across) => {
    const tree = await globalTree.hold(across)
    await lockPublished(across)
    return refusalOf(across, tree, (await file.read()) ?? new Map<string, Published>())
  })
}

/** For whoever holds the tree of all, and `lockPublished`. */
export async function refusalOf(
  across: Across,
  tree: TreeOfAll,
  published: ReadonlyMap<string, Published>,
): Promise<Refusal | null> {
  const { installation, frontier } = tree
  if ([...published.values()].some((one) => one.installation !== installation))
    return { what: said.other, practices: [] }
  const practices = [...published.values()].filter(({ tree }) => tree !== treeOfAll)
  const heads = await trees.heads(
    across,
    practices.map(({ tree }) => tree),
  )
  const behind = practices.filter((one) => !hasAtLeast(heads.get(one.tree)?.tree, one)).map(({ tree }) => tree)
  if (behind.length > 0) return { what: said.behind, practices: behind }
  if (!knowsOf(published, tree) || !(await globalTree.isAnchoredWithin(across, installation, practices)))
    return { what: said.lost, practices: [] }
  const before = published.get(treeOfAll) ?? null
  try {
    await toSign(frontier(), before, globalTree.tiles(across), new Date(0), 'Tree/global')
    return null
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return { what: said.global, practices: [] }
  }
}

/** As many entries, and the same ones where there are no more; what lies between is proved before anything is signed. */
function hasAtLeast(tree: { size: number; hashes: Buffer[] } | undefined, signed: Published): boolean {
  const { size, hashes } = tree ?? { size: 0, hashes: [] }
  return size > signed.size || (size === signed.size && rootOf({ hashes }).equals(signed.root))
}
