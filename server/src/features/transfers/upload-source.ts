import { openBlob } from '../files/loose-blob.ts'
import { readZip, type Bytes } from './read-zip.ts'
import type { Running } from './run-chunk.ts'
import { sourceOfFiles } from './source-of-files.ts'
import { SourceBroken, type Source, type SourceFile } from './source.ts'
import type { TransferFacts } from './transfer-facts.ts'

/** The files that were uploaded, opened piece by piece; a ZIP's as if they had been sent themselves. */
export async function uploadSource(running: Running, facts: TransferFacts): Promise<Source> {
  const { practice, inPractice, keysOf, vault, clock, blobs } = running
  const files = await inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const opened: (SourceFile & { bytes: Bytes })[] = []
    for (const { id, name, size } of facts.files) {
      const blob = await openBlob(within, id!)
      if (blob === null) throw new Error('an uploaded file is missing')
      const read = (start: number, end: number) => blob.read(blobs, { start: Math.min(start, size), end })
      opened.push({ name, size, read: (offset) => read(offset, size), bytes: { size, read } })
    }
    return opened
  })
  const source: Source = { files: [], contents: [] }
  for (const { bytes, ...file } of files) {
    if (/\.age$/i.test(file.name))
      throw new SourceBroken(`${file.name} is sealed with a passphrase. Open it with age first, and import the ZIP.`)
    if (!/\.zip$/i.test(file.name)) source.files.push(file)
    else {
      const { files: records, contents } = await sourceOfFiles(await readZip(bytes))
      source.files.push(...records)
      source.contents.push(...contents)
    }
  }
  if (source.files.length === 0) throw new SourceBroken('There are no FHIR files (.ndjson, .json) in this ZIP.')
  return source
}
