/**
 * Promise: what was numbered before there were trees, or while one did not fit, comes into its tree page by page. Each page
 * is a transaction of its own: killed anywhere, the next one goes on.
 */
import type { Workspace } from '../database/workspace.ts'
import { growTrees, TreesBroken } from './grow-trees.ts'
import { sequencing } from './ledger.store.ts'
import { trees } from './trees.store.ts'

const most = 8192

/** One page of one tree that is behind; false when none is. Throws TreesBroken; an outdated fence writes nothing. */
export async function catchUp(workspace: Workspace, fence: number, left: ReadonlySet<string>): Promise<boolean> {
  return workspace.together(async (across) => {
    const position = await sequencing.lockPosition(across)
    if (position.fence > fence) return false
    const head = await trees.behind(across, [...left])
    if (head === null) return false
    const { practice, tree, size } = head
    const [first, last] = [tree.size + 1, Math.min(size, tree.size + most)]
    const leaves = (await trees.leaves(across, [{ practice, first, last }])).get(practice) ?? []
    if (leaves.length !== last - tree.size) throw new TreesBroken([practice])
    const grown = await growTrees(across, [{ head, leaves }])
    await trees.writeHeads(across, [{ practice, size, tree: grown.get(practice)! }])
    return true
  })
}
