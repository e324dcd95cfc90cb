import { readTable } from './read-table.ts'
import type { Encoding, Separator } from './table-facts.ts'

const looked = 64 * 1024
const rowsLooked = 30

/** The separator that cuts the first rows into the most cells, the same number in nearly all of them. */
export async function guessSeparator(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): Promise<Separator> {
  const start = await startOf(pieces)
  let best: { separator: Separator; width: number } = { separator: ',', width: 1 }
  for (const separator of [',', ';', '\t', '|'] as const) {
    const widths: number[] = []
    for await (const { cells, problem } of readTable(once(start), { encoding, separator })) {
      if (problem === null) widths.push(cells.length)
      if (widths.length > rowsLooked) break
    }
    // The last one may be cut off.
    if (widths.length > 2) widths.pop()
    const width = widths[0] ?? 1
    const same = widths.filter((one) => one === width).length
    if (same >= widths.length * 0.7 && width > best.width) best = { separator, width }
  }
  return best.separator
}

async function startOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    parts.push(Buffer.from(piece))
    length += piece.length
    if (length >= looked) break
  }
  return Buffer.concat(parts).subarray(0, looked)
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
