/**
 * Promise: any hash of a tree is found in a handful of tiles of 256 hashes (C2SP tlog-tiles), whoever keeps them: a proof
 * costs the same however long the ledger is.
 */
import { nodesOf, rootOf, rootOfLeaves, type Node, type Span } from './tree.ts'

export const tileWidth = 256
const tileHeight = 8
export const hashBytes = 32

/** The first `width` hashes of a tile. Level 0 has the leaves; a hash of level n is the root of a full tile of level n - 1. */
export interface TilePart {
  level: number
  index: number
  width: number
}

/** In the order asked; each has `width` hashes. Throws where they are not there. */
export type ReadTiles = (parts: TilePart[]) => Promise<Buffer[]>

/** How much of a tile a tree of this size has; 0 where it has none of it. */
export function widthAt(size: number, level: number, index: number): number {
  return Math.max(0, Math.min(tileWidth, Math.floor(size / tileWidth ** level) - index * tileWidth))
}

/** Where a perfect subtree's hash is: made of `count` hashes of a tile, from `from` on. */
function placeOf({ level, index }: Node) {
  const inside = level % tileHeight
  const first = index * 2 ** inside
  const tile = { level: Math.floor(level / tileHeight), index: Math.floor(first / tileWidth) }
  return { ...tile, from: first % tileWidth, count: 2 ** inside }
}

/** The tiles in which the hashes of these spans are, each once, as far as a tree of `size` has them. */
export function tilesFor(spans: readonly Span[], size: number): TilePart[] {
  const parts = new Map<string, TilePart>()
  for (const node of spans.flatMap(nodesOf)) {
    const { level, index } = placeOf(node)
    parts.set(`${level}/${index}`, { level, index, width: widthAt(size, level, index) })
  }
  return [...parts.values()]
}

/** The hash of each span. @param tiles those that `tilesFor` asks for, in its order */
export function hashesOf(spans: readonly Span[], size: number, tiles: readonly Buffer[]): Buffer[] {
  const found = new Map(tilesFor(spans, size).map(({ level, index }, place) => [`${level}/${index}`, tiles[place]!]))
  return spans.map((span) =>
    rootOf({
      hashes: nodesOf(span).map((node) => {
        const { level, index, from, count } = placeOf(node)
        const tile = found.get(`${level}/${index}`)!
        return rootOfLeaves(splitHashes(tile.subarray(from * hashBytes, (from + count) * hashBytes)))
      }),
    }),
  )
}

export async function readHashes(spans: readonly Span[], size: number, read: ReadTiles): Promise<Buffer[]> {
  return hashesOf(spans, size, await read(tilesFor(spans, size)))
}

export function splitHashes(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / hashBytes }, (_one, place) =>
    bytes.subarray(place * hashBytes, (place + 1) * hashBytes),
  )
}

/** As C2SP tlog-tiles writes it, such as `x001/x234/067` or `000.p/12`; null for what is no such path. */
export function readTilePath(path: string): { index: number; width: number } | null {
  const match = /^((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  if (match === null) return null
  const digits = match[1]!.replaceAll(/[x/]/g, '')
  if (digits.length > 3 && digits.startsWith('000')) return null
  const width = match[2] === undefined ? tileWidth : Number(match[2])
  if (match[2] !== undefined && width >= tileWidth) return null
  return { index: Number(digits), width }
}
