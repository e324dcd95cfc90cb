/** Promise: the sequencer alone writes trees; a practice reads its own. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { hashBytes, splitHashes, type ReadTiles, type TilePart } from './tiles.ts'
import { frontierLength, type Frontier } from './tree.ts'

interface HeadRow {
  practice: string
  size: number
  tree_size: number
  frontier: Buffer
}

export interface Head {
  practice: string
  /** How many entries are numbered. */
  size: number
  /** Of those that are in the tree. */
  tree: Frontier
}

const columns = 'h.practice, h.size, h.tree_size, h.frontier'
const readHeads = statement<HeadRow>(
  'tree-heads',
  `select ${columns} from ledger.head h where h.practice = any($1::uuid[])`,
)
const headsAfter = statement<HeadRow>(
  'tree-heads-after',
  `select ${columns} from ledger.head h where $1::uuid is null or h.practice > $1 order by h.practice limit $2`,
)
const countLeaves = statement<{ count: number }>(
  'tree-count-leaves',
  `select count(*)::int as count from ledger.entry where practice = $1 and number between 1 and $2
   and octet_length(leaf_hash) = 32`,
)
const emptyTiles = statement('tree-empty-tiles', `update ledger.tile set hashes = '' where practice = $1`)
const writeHeads = statement(
  'tree-write-heads',
  `insert into ledger.head (practice, size, tree_size, frontier) select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[])
   on conflict (practice) do update set size = excluded.size, tree_size = excluded.tree_size, frontier = excluded.frontier`,
)
const behind = statement<HeadRow>(
  'tree-behind',
  `select ${columns} from ledger.head h where h.tree_size < h.size and h.practice <> all($1::uuid[]) limit 1`,
)
const leaves = statement<{ practice: string; hashes: Buffer }>(
  'tree-leaves',
  `select w.practice, string_agg(e.leaf_hash, ''::bytea order by e.number) as hashes
   from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as w(practice, first, last)
   join ledger.entry e on e.practice = w.practice and e.number between w.first and w.last group by w.practice, w.first`,
)
const tiles = statement<{ place: number; hashes: Buffer | null }>(
  'tree-tiles',
  `select w.place::int, coalesce(
     (select substring(t.hashes from 1 for w.width * 32) from ledger.tile t
       where t.practice = w.practice and t.level = w.level and t.index = w.index),
     case when w.level = 0 then (select string_agg(e.leaf_hash, ''::bytea order by e.number) from ledger.entry e
       where e.practice = w.practice and e.number between w.index * 256 + 1 and w.index * 256 + w.width) end) as hashes
   from unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::int[]) with ordinality as w(practice, level, index, width, place)`,
)
const addToTiles = statement<{ practice: string; level: number; index: number; width: number }>(
  'tree-add-to-tiles',
  `insert into ledger.tile (practice, level, index, hashes) select * from unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::bytea[])
   on conflict (practice, level, index) do update set hashes = tile.hashes || excluded.hashes
   returning practice, level, index, octet_length(hashes) / 32 as width`,
)

function headOf({ practice, size, tree_size: treeSize, frontier }: HeadRow): Head {
  return { practice, size, tree: { size: treeSize, hashes: splitHashes(frontier) } }
}

/** Hashes to go behind those that a tile has. */
export interface TileGrowth {
  practice: string
  level: number
  index: number
  /** How many it must have before. */
  at: number
  hashes: Buffer[]
}

export const trees = {
  async heads(across: Across, practices: string[]): Promise<Map<string, Head>> {
    return new Map((await across.run(readHeads, practices)).map((row) => [row.practice, headOf(row)]))
  },
  /** Of all practices, in an order of their own. */
  after: async (across: Across, last: string | null, most: number) =>
    (await across.run(headsAfter, last, most)).map(headOf),
  /** Of the entries up to this number, how many are there. */
  countLeaves: async (across: Across, practice: string, upTo: number) =>
    (await across.run(countLeaves, practice, upTo))[0]!.count,
  /** For whoever grows them anew. */
  emptyTiles: (across: Across, practice: string) => across.run(emptyTiles, practice),
  async writeHeads(across: Across, heads: Head[]) {
    await across.run(
      writeHeads,
      heads.map(({ practice }) => practice),
      heads.map(({ size }) => size),
      heads.map(({ tree }) => tree.size),
      heads.map(({ tree }) => Buffer.concat(tree.hashes)),
    )
  },
  /** One whose tree does not have all that is numbered. */
  async behind(across: Across, without: string[]): Promise<Head | null> {
    const [row] = await across.run(behind, without)
    return row === undefined ? null : headOf(row)
  },
  /** Leaf hashes of these entries, first and last included, by practice; fewer where entries are missing. */
  async leaves(
    across: Across,
    wanted: { practice: string; first: number; last: number }[],
  ): Promise<Map<string, Buffer[]>> {
    if (wanted.length === 0) return new Map()
    const parts = [wanted.map((one) => one.practice), wanted.map((one) => one.first), wanted.map((one) => one.last)]
    return new Map((await across.run(leaves, ...parts)).map((row) => [row.practice, splitHashes(row.hashes)]))
  },
  /** Answers how many hashes each has afterwards. */
  async grow(
    across: Across,
    growth: TileGrowth[],
  ): Promise<{ practice: string; level: number; index: number; width: number }[]> {
    return across.run(
      addToTiles,
      growth.map(({ practice }) => practice),
      growth.map(({ level }) => level),
      growth.map(({ index }) => index),
      growth.map(({ hashes }) => Buffer.concat(hashes)),
    )
  },
  /** Of several practices, in the order asked; null where one is not there as it has to be. */
  async tilesThere(
    across: Across | Transaction,
    parts: (TilePart & { practice: string })[],
  ): Promise<(Buffer | null)[]> {
    if (parts.length === 0) return []
    const rows = await across.run(
      tiles,
      parts.map(({ practice }) => practice),
      parts.map(({ level }) => level),
      parts.map(({ index }) => index),
      parts.map(({ width }) => width),
    )
    const found = new Map(rows.map(({ place, hashes }) => [place - 1, hashes]))
    return parts.map(({ width }, place) => {
      const hashes = found.get(place) ?? null
      return hashes?.length === width * hashBytes ? hashes : null
    })
  },
}

/** Throws SealBroken where one is not there as it has to be. */
export function tilesOf(across: Across | Transaction, practice: string): ReadTiles {
  return async (parts) => {
    const found = await trees.tilesThere(
      across,
      parts.map((part) => ({ ...part, practice })),
    )
    return found.map((hashes) => {
      if (hashes === null) throw new SealBroken('payload', `Tree/${practice}`)
      return hashes
    })
  }
}

/** What the practice's tree is now; throws SealBroken for a frontier that none can be. */
export async function readHead(across: Across | Transaction, practice: string): Promise<Head> {
  const head = (await trees.heads(across, [practice])).get(practice)
  if (head === undefined) return { practice, size: 0, tree: { size: 0, hashes: [] } }
  if (head.tree.hashes.length !== frontierLength(head.tree.size)) throw new SealBroken('payload', `Tree/${practice}`)
  return head
}
