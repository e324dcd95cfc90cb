import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { leafBytes } from '../../platform/ledger/leaf.ts'
import { readTilePath, tileWidth, widthAt } from '../../platform/ledger/tiles.ts'
import { readHead, tilesOf } from '../../platform/ledger/trees.store.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { hashLeaf } from '../../platform/ledger/tree.ts'
import { checkpoints, type LeafRow } from './checkpoints.store.ts'

/** A tile of hashes, or of entries, of the practice's own tree (C2SP tlog-tiles). Throws `ledger.no_tile`. */
export async function readTile(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { tx, input } = call
  const { level: asked, '*': path } = input.parameters
  const isEntries = asked === 'entries'
  const level = isEntries ? 0 : Number(asked)
  const tile = readTilePath(path ?? '')
  if (tile === null || (!isEntries && !/^([0-9]|[1-5][0-9]|6[0-3])$/.test(asked!))) throw new AppError('ledger.no_tile')
  const { tree } = await readHead(tx, tx.practice)
  if (widthAt(tree.size, level, tile.index) < tile.width) throw new AppError('ledger.no_tile')
  const part = { level, ...tile }
  const body = isEntries ? await entriesOf(call, part) : (await tilesOf(tx, tx.practice)([part]))[0]!
  return { headers: { 'content-type': 'application/octet-stream' }, body, subjects: [] }
}

/** Each with its length as 2 bytes, big-endian, in front. */
async function entriesOf({ tx }: Call<unknown>, { index, width }: { index: number; width: number }): Promise<Buffer> {
  const rows = await checkpoints.leaves(tx, index * tileWidth + 1, index * tileWidth + width)
  if (rows.length !== width) throw new SealBroken('payload', `Tree/${tx.practice}`)
  return Buffer.concat(
    rows.flatMap((row) => {
      const leaf = leafOf(row)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(leaf.length)
      return [length, leaf]
    }),
  )
}

/** Its bytes. Throws SealBroken for an entry that no longer hashes to its leaf. */
export function leafOf(row: LeafRow): Buffer {
  const { nonce, at, actor_kind: actorKind, actor, verb, outcome, subjects, detail_hash: detailHash } = row
  const leaf = leafBytes({ nonce, at, actorKind, actor, verb, outcome, subjects, detailHash })
  if (!hashLeaf(leaf).equals(row.leaf_hash)) throw new SealBroken('payload', `Entry/${row.number}`)
  return leaf
}
