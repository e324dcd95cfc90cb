/** Promise: nothing is signed that does not go on from what was signed before, hash by hash. */
import { SealBroken } from '../vault/vault-errors.ts'
import type { Published } from './published.ts'
import type { TreeState } from './signing.ts'
import { hashesOf, tilesFor, type ReadTiles, type TilePart } from './tiles.ts'
import { consistencySpans, isConsistent, rootOf, type Frontier, type Span } from './tree.ts'

/** What is asked of the tiles for it. */
interface Question {
  tree: Frontier
  /** What was signed of it last, by this installation. */
  before: Pick<TreeState, 'size' | 'root'> | null
}

/** From the empty tree on, or from the very same, there is no proof: then its tiles are asked for the whole. */
function spansOf({ tree: { size }, before }: Question): Span[] {
  const proof = before === null ? [] : consistencySpans(Math.min(before.size, size), size)
  return proof.length > 0 || size === 0 ? proof : [{ start: 0, end: size }]
}

export const tilesAsked = (question: Question): TilePart[] => tilesFor(spansOf(question), question.tree.size)

/** Whether frontier, tiles and what was signed are of one tree. @param tiles as `tilesAsked` asks for them */
export function fits(question: Question, tiles: readonly Buffer[]): boolean {
  const { tree, before } = question
  if (before !== null && before.size > tree.size) return false
  const root = rootOf(tree)
  const spans = spansOf(question)
  const hashes = hashesOf(spans, tree.size, tiles)
  const isWhole = spans.length === 1 && spans[0]!.start === 0 && spans[0]!.end === tree.size
  if (isWhole && !hashes[0]!.equals(root)) return false
  return before === null || isConsistent(before, { size: tree.size, root }, isWhole ? [] : hashes)
}

/** What may be signed of a tree now. Throws SealBroken for one that does not go on from what was signed. */
export async function toSign(
  tree: Frontier,
  before: Published | null,
  read: ReadTiles,
  now: Date,
  record: string,
): Promise<TreeState> {
  const question = { tree, before }
  if (before !== null && before.size > tree.size) throw new SealBroken('payload', record)
  if (!fits(question, await read(tilesAsked(question)))) throw new SealBroken('payload', record)
  return { size: tree.size, root: rootOf(tree), at: notBefore(now, before) }
}

/** Times of what is signed never go back, whatever the clock does. */
export function notBefore(now: Date, before: Pick<TreeState, 'at'> | null): Date {
  const at = Math.floor(now.getTime() / 1000) * 1000
  return new Date(Math.max(at, before?.at.getTime() ?? 0))
}
