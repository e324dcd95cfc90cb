import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { hashOfBlocks } from './block.ts'
import { blocks, rebuilds, type BlockRow, type RebuildRow } from './directory.store.ts'
import { indexKeysOf } from './index-key.ts'

/** How far the directory has been made again. */
export interface Progress {
  /** Patients up to this one are in the new blocks; null at the beginning. */
  after: string | null
  /** Rows of `candour.directory` that earlier transactions wrote are in them too. */
  position: string
  /** Patients whose record could not be opened. */
  closed: number
}

export interface RebuildState extends Progress {
  key: CompartmentKey
  generation: number
  /** The new blocks so far. */
  made: BlockRow[]
}

type Kept = Progress & { blocks: string }

function place(practice: string, generation: number) {
  return { table: 'candour.directory_rebuild', field: 'sealed', record: practice, revision: generation, schema: 1 }
}

/** Sealed with the hash of the blocks that are there: taken away or altered, one of them is missed at the next step. */
export function sealProgress(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  key: CompartmentKey,
  generation: number,
  { after, position, closed }: Progress,
  made: BlockRow[],
): Buffer {
  const kept: Kept = { after, position, closed, blocks: hashOfBlocks(vault, made).toString('hex') }
  return vault.seal(key, place(tx.practice, generation), Buffer.from(JSON.stringify(kept)))
}

/** Null when it doesn't go on. Throws SealBroken when the new blocks, or what is known of them, are not as they were left. */
export async function lockRebuild(within: Within): Promise<RebuildState | null> {
  const { tx, vault } = within
  const row: RebuildRow | null = await rebuilds.lock(tx)
  if (row === null) return null
  const { index_key: name, generation } = row
  const key = await indexKeysOf(within)(name)
  const kept = JSON.parse(vault.open(key, place(tx.practice, generation), row.sealed).toString()) as Kept
  const made = (await blocks.list(tx)).filter((one) => one.generation === generation)
  const isNext = (await blocks.mark(tx)).generation === generation - 1
  if (!isNext || hashOfBlocks(vault, made).toString('hex') !== kept.blocks) throw new SealBroken('payload')
  return { ...kept, key, generation, made }
}
