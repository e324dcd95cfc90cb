import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { hashOfBlocks, openBlock } from './block.ts'
import { blocks, type BlockRow } from './directory.store.ts'
import type { indexKeysOf } from './index-key.ts'

/** 512 KiB at a time. */
const together = 8

/**
 * The practice's blocks by the ledger's mark; those of a later generation are being made. Throws SealBroken when they are
 * not the marked ones.
 */
export async function listMarkedBlocks({
  tx,
  vault,
}: Pick<Within, 'tx' | 'vault'>): Promise<{ generation: number; rows: BlockRow[] }> {
  for (let tries = 0; tries < 3; tries++) {
    const { generation, hash } = await blocks.mark(tx)
    const rows = (await blocks.list(tx)).filter((row) => row.generation <= generation)
    if (hash === null ? rows.length === 0 : hash.equals(hashOfBlocks(vault, rows))) return { generation, rows }
    // Folded between the two looks, or altered.
  }
  throw new SealBroken('payload')
}

/** Opens blocks in order, lines of each. Null instead when one was replaced meanwhile. Throws SealBroken. */
export async function* openBlocks(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  keyOf: ReturnType<typeof indexKeysOf>,
  rows: BlockRow[],
): AsyncGenerator<{ row: BlockRow; lines: string[] } | null> {
  for (let from = 0; from < rows.length; from += together) {
    const some = rows.slice(from, from + together)
    const read = await blocks.read(
      tx,
      some.map((row) => row.block),
    )
    const sealed = new Map(read.map((one) => [one.block, one.sealed]))
    for (const row of some) {
      const bytes = sealed.get(row.block)
      if (bytes === undefined) yield null
      else yield { row, lines: openBlock(vault, await keyOf(row.index_key), row, bytes) }
    }
  }
}
