import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { blocks, type BlockRow } from './directory.store.ts'

/** What a block holds at most, in bytes, before it is sealed; filled to less, so that people can change a little. */
export const blockSize = 64 * 1024 - 512
const filled = 56 * 1024

function place({ block, generation }: Pick<BlockRow, 'block' | 'generation'>) {
  return { table: 'candour.directory_block', field: 'sealed', record: block, revision: generation, schema: 1 }
}

/** People as `packPerson` makes them, by id. */
export type Lines = Map<string, string>

/** Cuts what belongs together, in the order of ids, into blocks and writes them. */
export async function writeBlocks(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  key: CompartmentKey,
  generation: number,
  lines: Lines,
): Promise<BlockRow[]> {
  const written: BlockRow[] = []
  for (const part of cut(lines)) {
    const row = { block: newId(), first_patient: part[0]![0], generation, index_key: key.compartment }
    const sealed = vault.seal(key, place(row), Buffer.from(part.map(([, line]) => line).join('\n')))
    await blocks.insert(tx, { ...row, sealed })
    written.push(row)
  }
  return written
}

function cut(lines: Lines): [string, string][][] {
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const sizes = sorted.map(([, line]) => Buffer.byteLength(line) + 1)
  const whole = sizes.reduce((sum, size) => sum + size, 0)
  if (whole === 0) return []
  // One that has grown by a few stays one.
  const full = whole <= blockSize ? blockSize : filled
  const parts: [string, string][][] = [[]]
  let size = 0
  sorted.forEach((entry, at) => {
    if (size + sizes[at]! > full && size > 0) {
      parts.push([])
      size = 0
    }
    parts.at(-1)!.push(entry)
    size += sizes[at]!
  })
  return parts
}

export function openBlock(vault: Within['vault'], key: CompartmentKey, row: BlockRow, sealed: Buffer): string[] {
  return vault.open(key, place(row), sealed).toString().split('\n')
}

/** Of the whole list, in order: what is marked apart from it. */
export function hashOfBlocks(vault: Within['vault'], rows: BlockRow[]): Buffer {
  const list = rows.map((row) => `${row.block} ${row.first_patient} ${row.generation} ${row.index_key}`)
  return vault.digest(Buffer.from(list.toSorted().join('\n')))
}
