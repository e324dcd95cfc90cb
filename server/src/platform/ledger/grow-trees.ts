/**
 * Promise: a tree grows in the transaction that numbers its entries, by a frontier and full tiles: what it costs does not
 * grow with the ledger. What the database gives back for it (earlier leaf hashes, tiles) must fit the frontier, or the tree
 * stays where it was.
 */
import type { Across } from '../database/workspace.ts'
import { hashBytes, tileWidth } from './tiles.ts'
import { append, frontierLength, rootOfLeaves, type Frontier } from './tree.ts'
import { trees, type Head, type TileGrowth } from './trees.store.ts'

/** Trees that do not fit what is stored of them: they are left alone, the others go on. */
export class TreesBroken extends Error {
  override name = 'TreesBroken'
  readonly practices: string[]
  constructor(practices: string[]) {
    super('stored tiles, leaf hashes or frontiers were altered outside Candour')
    this.practices = practices
  }
}

export interface Growth {
  head: Head
  leaves: Buffer[]
}

/** Answers the heads as they are then; they are still to be written. Throws TreesBroken: nothing of it holds, roll it back. */
export async function growTrees(across: Across, growth: Growth[]): Promise<Map<string, Frontier>> {
  const grown = growth.map((one) => ({ ...one, ...growOne(one) }))
  const broken = grown.filter(({ head: { tree } }) => tree.hashes.length !== frontierLength(tree.size))
  if (broken.length > 0) throw new TreesBroken(broken.map(({ head }) => head.practice))
  const tiles = [...(await fullTiles(across, grown)), ...grown.flatMap(({ upper }) => upper)]
  await addTiles(across, tiles)
  return new Map(grown.map(({ head, tree }) => [head.practice, tree]))
}

interface Full {
  index: number
  root: Buffer
}

/** Full tiles of leaves by their roots, and what is added to the tiles above: one hash for each full tile below. */
function growOne({ head: { practice, tree }, leaves }: Growth): { tree: Frontier; full: Full[]; upper: TileGrowth[] } {
  const full: Full[] = []
  const upper = new Map<string, TileGrowth>()
  const after = append(tree, leaves, ({ level, index }, root) => {
    if (level === 0 || level % 8 !== 0) return
    if (level === 8) full.push({ index, root })
    const tile = { level: level / 8, index: Math.floor(index / tileWidth) }
    const key = `${tile.level}/${tile.index}`
    const growing = upper.get(key) ?? { practice, ...tile, at: index % tileWidth, hashes: [] }
    growing.hashes.push(root)
    upper.set(key, growing)
  })
  return { tree: after, full, upper: [...upper.values()] }
}

/** Their first leaves may have come earlier. */
async function fullTiles(across: Across, grown: (Growth & { full: Full[] })[]): Promise<TileGrowth[]> {
  const completing = grown.filter(({ full }) => full.length > 0)
  const begun = completing.filter(({ head }) => head.tree.size % tileWidth > 0)
  const earlier = await trees.leaves(
    across,
    begun.map(({ head: { practice, tree } }) => ({
      practice,
      first: tree.size - (tree.size % tileWidth) + 1,
      last: tree.size,
    })),
  )
  const broken: string[] = []
  const tiles = completing.flatMap(({ head: { practice, tree }, leaves, full }) => {
    const start = tree.size - (tree.size % tileWidth)
    const all = [...(earlier.get(practice) ?? []), ...leaves]
    return full.map(({ index, root }) => {
      const from = index * tileWidth - start
      const hashes = all.slice(from, from + tileWidth)
      const fits = hashes.length === tileWidth && hashes.every((hash) => hash.length === hashBytes)
      if (!fits || !rootOfLeaves(hashes).equals(root)) broken.push(practice)
      return { practice, level: 0, index, at: 0, hashes }
    })
  })
  if (broken.length > 0) throw new TreesBroken([...new Set(broken)])
  return tiles
}

async function addTiles(across: Across, tiles: TileGrowth[]): Promise<void> {
  if (tiles.length === 0) return
  const key = (tile: { practice: string; level: number; index: number }) =>
    `${tile.practice}/${tile.level}/${tile.index}`
  const added = new Map(tiles.map((tile) => [key(tile), tile]))
  const broken = new Set<string>()
  for (const row of await trees.grow(across, tiles)) {
    const { at, hashes } = added.get(key(row))!
    if (row.width !== at + hashes.length) broken.add(row.practice)
  }
  if (broken.size > 0) throw new TreesBroken([...broken])
}
