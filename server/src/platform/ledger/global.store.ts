/** Promise: the tree of all says nothing of any practice; who may read it may read all of it. */
import { statement } from '../database/statement.ts'
import type { Across } from '../database/workspace.ts'
import { KeysUnreachable, SealBroken } from '../vault/vault-errors.ts'
import { hashBytes, splitHashes, type ReadTiles } from './tiles.ts'
import { frontierLength, type Frontier } from './tree.ts'
import type { Head, TileGrowth } from './trees.store.ts'

interface GlobalRow {
  installation: string
  fence: number
  size: number
  frontier: Buffer
  signed_size: number | null
  signed_at: Date | null
  note: Buffer | null
  now: Date
}

const begin = statement(
  'global-begin',
  'insert into ledger.global (installation, public_key) values ($1, $2) on conflict do nothing',
)
const readKey = statement<{ public_key: Buffer }>('global-key', 'select public_key from ledger.global')
const signed = statement<{
  installation: string
  signed_size: number | null
  signed_at: Date | null
  note: Buffer | null
}>('global-signed', 'select installation, signed_size, signed_at, note from ledger.global')
/** Of the entries that stand in no anchor yet, each practice's first. */
const waiting = statement<{ minutes: number | null }>(
  'global-waiting',
  `select floor(extract(epoch from clock_timestamp() - min(e.at)) / 60)::int as minutes from ledger.head h
     left join lateral (select a.size from ledger.anchor a, ledger.global g
       where a.practice = h.practice and a.installation = g.installation order by a.size desc limit 1) last on true
     join ledger.entry e on e.practice = h.practice and e.number = coalesce(last.size, 0) + 1
   where h.size > coalesce(last.size, 0)`,
)
const hold = statement<GlobalRow>(
  'global-hold',
  `select installation, fence, size, frontier, signed_size, signed_at, note, clock_timestamp() as now from ledger.global for update`,
)
const write = statement('global-write', 'update ledger.global set size = $1, frontier = $2, fence = $3')
const sign = statement(
  'global-sign',
  'update ledger.global set signed_size = $1, signed_at = $2, note = $3, fence = $4',
)
const cosign = statement('global-cosign', 'update ledger.global set note = $2 where note = $1')
const rename = statement(
  'global-rename',
  'update ledger.global set installation = $1, signed_size = null, signed_at = null, note = null',
)
const grow = statement<{ level: number; index: number; width: number }>(
  'global-grow',
  `insert into ledger.global_tile (level, index, hashes) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
   on conflict (level, index) do update set hashes = global_tile.hashes || excluded.hashes
   returning level, index, octet_length(hashes) / 32 as width`,
)
const addLeaves = statement(
  'global-add-leaves',
  'insert into ledger.global_leaf (index, hash) select * from unnest($1::bigint[], $2::bytea[])',
)
const addAnchors = statement(
  'global-add-anchors',
  `insert into ledger.anchor (practice, installation, size, at, root, nonce, index)
   select practice, $1, size, $2, root, nonce, index
   from unnest($3::uuid[], $4::bigint[], $5::bytea[], $6::bytea[], $7::bigint[]) as a(practice, size, root, nonce, index)`,
)
interface GrownRow {
  practice: string
  size: number
  tree_size: number
  frontier: Buffer
  anchored: number | null
}
const grown = statement<GrownRow>(
  'global-grown',
  `select h.practice, h.size, h.tree_size, h.frontier, last.size as anchored from ledger.head h
     left join lateral (select a.size from ledger.anchor a where a.practice = h.practice and a.installation = $1
       order by a.size desc limit 1) last on true
   where h.tree_size > coalesce(last.size, 0) and h.practice <> all($2::uuid[]) order by h.practice limit $3`,
)
/** Anchored further than somebody knows. */
const unknown = statement<{ practice: string }>(
  'global-unknown',
  `select h.practice from ledger.head h
     cross join lateral (select a.size from ledger.anchor a where a.practice = h.practice and a.installation = $1
       order by a.size desc limit 1) last
     left join unnest($2::uuid[], $3::bigint[]) as k(practice, size) on k.practice = h.practice
   where last.size > coalesce(k.size, 0) limit 1`,
)
const tiles = statement<{ place: number; hashes: Buffer }>(
  'global-tiles',
  `select w.place::int, substring(t.hashes from 1 for w.width * 32) as hashes
   from unnest($1::smallint[], $2::bigint[], $3::int[]) with ordinality as w(level, index, width, place)
   join ledger.global_tile t on t.level = w.level and t.index = w.index`,
)
const leaves = statement<{ hash: Buffer }>(
  'global-leaves',
  'select hash from ledger.global_leaf where index >= $1 and index < $2 order by index',
)
export interface Anchored {
  practice: string
  size: number
  root: Buffer
  nonce: Buffer
  index: number
}

export interface TreeOfAll extends Omit<GlobalRow, 'frontier' | 'size'> {
  /** Throws SealBroken for one that none can be. */
  frontier(): Frontier
}

/** @property anchored how much of it is in the tree of all */
type Grown = Head & { anchored: number }

const grownOf = (row: GrownRow): Grown => ({
  practice: row.practice,
  size: row.size,
  tree: { size: row.tree_size, hashes: splitHashes(row.frontier) },
  anchored: row.anchored ?? 0,
})

export const globalTree = {
  /**
   * Which installation this is, minted once. Throws KeysUnreachable where the database knows another signing key.
   * @param installation for a database that does not know it yet
   */
  async begin(across: Across, installation: string, key: Buffer) {
    await across.run(begin, installation, key)
    const [row] = await across.run(readKey)
    if (!row!.public_key.equals(key))
      throw new KeysUnreachable(
        'The key in the keyring’s signing.json is not the one that signed this ledger. Put back the one that belongs to it. Nothing was changed.',
      )
  },
  async signed(across: Across) {
    return (await across.run(signed))[0]!
  },
  /** For how many minutes the oldest entry waits that no anchor covers; null where none does. */
  async waitingFor(across: Across) {
    return (await across.run(waiting))[0]!.minutes
  },
  /** Until the end of the transaction it grows by nobody else. */
  async hold(across: Across): Promise<TreeOfAll> {
    const { size, frontier, ...row } = (await across.run(hold))[0]!
    return {
      ...row,
      frontier() {
        const hashes = splitHashes(frontier)
        if (hashes.length !== frontierLength(size)) throw new SealBroken('payload', 'Tree/global')
        return { size, hashes }
      },
    }
  },
  write: (across: Across, { size, hashes }: Frontier, fence: number) =>
    across.run(write, size, Buffer.concat(hashes), fence),
  sign: (across: Across, size: number, at: Date, note: string, fence: number) =>
    across.run(sign, size, at, Buffer.from(note), fence),
  /** Nothing where another note took its place meanwhile. */
  cosign: (across: Across, note: string, cosigned: string) =>
    across.run(cosign, Buffer.from(note), Buffer.from(cosigned)),
  rename: (across: Across, installation: string) => across.run(rename, installation),
  /** Throws SealBroken where a tile has not what it had. */
  async grow(across: Across, growth: Omit<TileGrowth, 'practice'>[]) {
    const wanted = new Map(growth.map(({ level, index, at, hashes }) => [`${level}/${index}`, at + hashes.length]))
    const rows = await across.run(
      grow,
      growth.map(({ level }) => level),
      growth.map(({ index }) => index),
      growth.map(({ hashes }) => Buffer.concat(hashes)),
    )
    if (rows.some(({ level, index, width }) => wanted.get(`${level}/${index}`) !== width))
      throw new SealBroken('payload', 'Tree/global')
  },
  async anchor(across: Across, installation: string, at: Date, anchored: Anchored[], said: Buffer[]) {
    const indexes = anchored.map(({ index }) => index)
    await across.run(addLeaves, indexes, said)
    await across.run(
      addAnchors,
      installation,
      at,
      anchored.map(({ practice }) => practice),
      anchored.map(({ size }) => size),
      anchored.map(({ root }) => root),
      anchored.map(({ nonce }) => nonce),
      indexes,
    )
  },
  /** Practices whose trees have grown since they were last in this one. */
  grown: async (across: Across, installation: string, without: string[], most: number) =>
    (await across.run(grown, installation, without, most)).map(grownOf),
  /** Whether each practice is anchored no further than these sizes say. */
  isAnchoredWithin: async (across: Across, installation: string, known: { tree: string; size: number }[]) => {
    const [trees, sizes] = [known.map(({ tree }) => tree), known.map(({ size }) => size)]
    return (await across.run(unknown, installation, trees, sizes)).length === 0
  },
  /** What its leaves say, from one index up to another, which is not in it. */
  leaves: async (across: Across, from: number, to: number) =>
    (await across.run(leaves, from, to)).map(({ hash }) => hash),
  tiles:
    (across: Across): ReadTiles =>
    async (parts) => {
      const rows = await across.run(
        tiles,
        parts.map(({ level }) => level),
        parts.map(({ index }) => index),
        parts.map(({ width }) => width),
      )
      const found = new Map(rows.map(({ place, hashes }) => [place - 1, hashes]))
      return parts.map(({ width }, place) => {
        const hashes = found.get(place)
        if (hashes?.length !== width * hashBytes) throw new SealBroken('payload', 'Tree/global')
        return hashes
      })
    },
}
