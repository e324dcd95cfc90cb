/**
 * Promise: a database that was put back goes on only by an operator's word, and under another name: whoever holds a
 * checkpoint of what is gone keeps it as proof, and nobody is ever shown two trees under one name.
 */
import type { Workspace } from '../database/workspace.ts'
import { newId } from '../vault/ids.ts'
import { globalTree } from './global.store.ts'
import { refusalOf } from './guard.ts'
import { lockPublished } from './published.store.ts'
import { knowsOf, treeOfAll, type Published, type PublishedFile } from './published.ts'
import { rebuildTrees } from './rebuild-trees.ts'
import { emptyRoot } from './tree.ts'
import { trees } from './trees.store.ts'

export interface GoneOn {
  installation: string
  /** Under another name than before. */
  renamed: boolean
  /** Of which more was signed than is there. */
  lost: { practice: string; signed: number; found: number }[]
  /** Whose trees were made anew of their entries. */
  rebuilt: string[]
  /** Whose trees do not fit and stay unsigned, for entries are missing. */
  missing: string[]
  /** The file beside the keys was whole: what is not in `lost` is there. */
  known: boolean
}

/** Null where nothing stands in the way. The name stays where every tree is, or was made anew to be, what was signed of it. */
export async function goOnAnyway(workspace: Workspace, published: PublishedFile): Promise<GoneOn | null> {
  return workspace.together(async (across) => {
    const tree = await globalTree.hold(across)
    const { installation: before, now } = tree
    await lockPublished(across)
    const file = (await published.read()) ?? new Map<string, Published>()
    const { rebuilt: made, missing } = await rebuildTrees(across, file)
    const rebuilt = made.map(({ practice }) => practice)
    const isNeeded = (await refusalOf(across, tree, file)) !== null || made.some(({ goesOn }) => !goesOn)
    if (!isNeeded) {
      const said = { installation: before, renamed: false, lost: [], rebuilt, missing, known: true }
      return rebuilt.length + missing.length === 0 ? null : said
    }
    const signed = [...file.values()].filter((one) => one.tree !== treeOfAll)
    const heads = await trees.heads(
      across,
      signed.map((one) => one.tree),
    )
    const lost = signed.flatMap(({ tree: practice, size }) => {
      const found = heads.get(practice)?.tree.size ?? 0
      return found < size ? [{ practice, signed: size, found }] : []
    })
    const installation = newId()
    await globalTree.rename(across, installation)
    await published.beginAnew(before, { tree: treeOfAll, installation, size: 0, root: emptyRoot, at: now })
    return { installation, renamed: true, lost, rebuilt, missing, known: knowsOf(file, tree) }
  })
}
