import { openBlob } from '../files/loose-blob.ts'
import type { Running } from './run-chunk.ts'
import type { Source, SourceFile } from './source.ts'
import type { TransferFacts } from './transfer-facts.ts'

/** The files that were uploaded, opened piece by piece. */
export async function uploadSource(running: Running, facts: TransferFacts): Promise<Source> {
  const { practice, inPractice, keysOf, vault, clock, blobs } = running
  const files = await inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const opened: SourceFile[] = []
    for (const { id, name, size } of facts.files) {
      const blob = await openBlob(within, id!)
      if (blob === null) throw new Error('an uploaded file is missing')
      opened.push({ name, size, read: (offset) => blob.read(blobs, { start: Math.min(offset, size), end: size }) })
    }
    return opened
  })
  return { files, contents: [] }
}
