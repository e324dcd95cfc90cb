/** Promise: a tree that was altered is told apart from the others, and stops none of them. */
import type { Across } from '../database/workspace.ts'
import { fits, tilesAsked } from './goes-on.ts'
import type { Published } from './published.ts'
import { trees, type Head } from './trees.store.ts'

/** Those whose frontiers and tiles go on from what was signed of them. */
export async function thoseThatFit<H extends Head>(
  across: Across,
  heads: H[],
  published: ReadonlyMap<string, Pick<Published, 'size' | 'root'>>,
): Promise<H[]> {
  const asked = heads.map(({ practice, tree }) => {
    const question = { tree, before: published.get(practice) ?? null }
    return { question, parts: tilesAsked(question).map((part) => ({ ...part, practice })) }
  })
  const found = await trees.tilesThere(
    across,
    asked.flatMap(({ parts }) => parts),
  )
  let at = 0
  return heads.filter((_head, place) => {
    const { question, parts } = asked[place]!
    const tiles = found.slice(at, (at += parts.length))
    return tiles.every((tile) => tile !== null) && fits(question, tiles)
  })
}
