import { spareMemory } from '../../platform/spare-memory.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { breather } from '../../platform/breathe.ts'
import type { OpenedBlob } from '../files/loose-blob.ts'

interface Run {
  id: string
  line: Buffer
  rest: AsyncGenerator<[string, Buffer]>
}

const tab = 0x09
const newline = 0x0a

/** Lines `id TAB resource`, read in pieces of `most` bytes, so that many runs can be open at once. */
async function* linesOf(store: BlobStore, blobs: OpenedBlob[], most: number): AsyncGenerator<[string, Buffer]> {
  for (const blob of blobs) {
    let left: Buffer = Buffer.alloc(0)
    for (let at = 0; at < blob.size; at += most) {
      const pieces: Buffer[] = [left]
      const range = { start: at, end: Math.min(at + most, blob.size) }
      for await (const piece of blob.read(store, range)) pieces.push(Buffer.from(piece))
      const bytes = Buffer.concat(pieces)
      spareMemory(2 * bytes.length)
      let start = 0
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
        const split = bytes.indexOf(tab, start)
        yield [bytes.toString('latin1', start, split), bytes.subarray(split + 1, end + 1)]
        start = end + 1
      }
      left = bytes.subarray(start)
    }
  }
}

const memory = 12 * 1024 ** 2
const longestPiece = 1024 ** 2

/** Merges runs, each in the order of its ids, into one: the lines themselves. @param runs each a list of blobs, in order */
export async function* mergeRuns(store: BlobStore, runs: OpenedBlob[][]): AsyncGenerator<Buffer> {
  const most = Math.min(longestPiece, Math.max(65_536, Math.floor(memory / Math.max(runs.length, 1))))
  const open: Run[] = []
  for (const run of runs) {
    const rest = linesOf(store, run, most)
    const first = await rest.next()
    if (first.done !== true) open.push({ id: first.value[0], line: first.value[1], rest })
  }
  const breathe = breather()
  while (open.length > 0) {
    await breathe()
    let least = 0
    for (let place = 1; place < open.length; place++) if (open[place]!.id < open[least]!.id) least = place
    const run = open[least]!
    yield run.line
    const next = await run.rest.next()
    if (next.done === true) open.splice(least, 1)
    else [run.id, run.line] = next.value
  }
}
