/** Promise: what waited gets the next numbers of its practice in the order of its time, and its place in the tree with them. */
import type { Across } from '../database/workspace.ts'
import { detailHash, type QueuedEntry } from './entry.ts'
import { growTrees } from './grow-trees.ts'
import { leafHash } from './leaf.ts'
import { sequencing, type NumberedEntry, type QueuedRow } from './ledger.store.ts'
import { trees, type Head } from './trees.store.ts'

const noHead = (practice: string): Head => ({ practice, size: 0, tree: { size: 0, hashes: [] } })

/** Answers how many. Throws TreesBroken. @param left practices whose trees are left as they are */
export async function numberEntries(
  across: Across,
  rows: QueuedRow[],
  left: ReadonlySet<string> = new Set(),
): Promise<number> {
  const waiting = rows
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .flatMap((row) =>
      (JSON.parse(row.entries) as QueuedEntry[]).map((entry) => ({
        ...entry,
        practice: row.practice ?? entry.practice,
        at: row.at,
      })),
    )
  if (waiting.length === 0) return 0
  const practices = [...new Set(waiting.map((entry) => entry.practice))].toSorted()
  const heads = await trees.heads(across, practices)
  const added = new Map<string, Buffer[]>(practices.map((practice) => [practice, []]))
  const entries = waiting.map((entry): NumberedEntry => {
    const leaves = added.get(entry.practice)!
    const detail = Buffer.from(entry.detail, 'base64')
    const hash = detailHash(detail)
    const leaf = leafHash({ ...entry, nonce: Buffer.from(entry.nonce, 'base64'), detailHash: hash })
    leaves.push(leaf)
    return {
      practice: entry.practice,
      number: (heads.get(entry.practice)?.size ?? 0) + leaves.length,
      at: entry.at,
      actor_kind: entry.actorKind,
      actor: entry.actor,
      verb: entry.verb,
      outcome: entry.outcome,
      subjects: entry.subjects,
      nonce: entry.nonce,
      detail: entry.detail,
      detail_hash: hash.toString('base64'),
      leaf_hash: leaf.toString('base64'),
    }
  })
  await sequencing.insert(across, entries)
  const grown = practices.map((practice) => ({
    head: heads.get(practice) ?? noHead(practice),
    leaves: added.get(practice)!,
  }))
  // One that is behind catches up by itself, and one that does not fit stays as it was.
  const whole = grown.filter(({ head }) => head.tree.size === head.size && !left.has(head.practice))
  const after = await growTrees(across, whole)
  await trees.writeHeads(
    across,
    grown.map(({ head: { practice, size, tree }, leaves }) => ({
      practice,
      size: size + leaves.length,
      tree: after.get(practice) ?? tree,
    })),
  )
  return entries.length
}
