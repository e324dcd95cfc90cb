import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { startDigest } from '../../platform/vault/digest.ts'
import type { OpenedBlob } from '../files/loose-blob.ts'
import { pageOfPractice, type ExportHead } from './export-html.ts'
import type { WaitingPage } from './export-pages.ts'
import { readLines } from './read-lines.ts'
import { mergeRuns } from './read-runs.ts'
import type { ExportPart } from './transfer-facts.ts'

/** One file of an export. */
export interface ExportEntry {
  path: string
  /** What it was called in the record; null for what Candour wrote. */
  name: string | null
  /** Worth compressing. */
  text: boolean
  bytes: AsyncIterable<Uint8Array>
}

interface Listed {
  path: string
  size: number
  sha256: string
  name?: string
}

export type OpenedPart = { part: ExportPart; opened: OpenedBlob }

/**
 * The files of an export in their order: a file of lines for each type, the contents of documents, pages, and last the
 * manifest with the size and SHA-256 of each. Each must be read to its end before the next.
 */
export async function* exportEntries(
  store: BlobStore,
  parts: readonly OpenedPart[],
  head: ExportHead,
): AsyncGenerator<ExportEntry> {
  const files: Listed[] = []
  const counts: Record<string, number> = {}
  async function* listed(path: string, name: string | null, bytes: AsyncIterable<Uint8Array>) {
    const digest = startDigest()
    let size = 0
    for await (const piece of bytes) {
      size += piece.length
      digest.update(piece)
      yield piece
    }
    files.push({ path, size, sha256: digest.finish().toString('hex'), ...(name === null ? {} : { name }) })
  }
  const entry = (path: string, name: string | null, bytes: AsyncIterable<Uint8Array>): ExportEntry => ({
    path,
    name,
    text: name === null,
    bytes: listed(path, name, bytes),
  })

  const lines = parts.flatMap(({ part, opened }) => (part.part === 'lines' ? [{ ...part, opened }] : []))
  for (const type of [...new Set(lines.map((one) => one.type))].toSorted()) {
    const own = lines.filter((one) => one.type === type)
    counts[type] = own.reduce((sum, one) => sum + one.count, 0)
    const runs = [
      own.filter((one) => one.uuid).map((one) => one.opened),
      ...own.filter((one) => !one.uuid).map((one) => [one.opened]),
    ]
    yield entry(`${type}.ndjson`, null, mergeRuns(store, runs))
  }
  const seen = new Set<string>()
  for (const { part, opened } of parts) {
    if (part.part !== 'file' || seen.has(part.path)) continue
    seen.add(part.path)
    yield entry(part.path, part.name, opened.read(store))
  }
  const people: WaitingPage['row'][] = []
  for (const { part, opened } of parts) {
    if (part.part !== 'pages') continue
    for await (const { path, html, row } of pagesIn(store, opened)) {
      people.push(row)
      yield entry(path, null, once(Buffer.from(html)))
    }
  }
  people.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
  yield entry('index.html', null, each(pageOfPractice(head, people)))
  files.sort((one, other) => (one.path < other.path ? -1 : 1))
  const manifest = { format: 'candour-export/1', ...head, patients: people.length, resources: counts, files }
  yield entry('manifest.json', null, once(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)))
}

async function* pagesIn(store: BlobStore, opened: OpenedBlob): AsyncGenerator<WaitingPage> {
  for await (const { bytes } of readLines(opened.read(store), 0, opened.size)) {
    await nextTurn()
    yield JSON.parse(bytes!.toString()) as WaitingPage
  }
}

function nameOf({ family, given, path }: WaitingPage['row']): string {
  return `${family.toLowerCase()}\u0000${given.toLowerCase()}\u0000${path}`
}

// oxlint-disable-next-line require-await -- a stream of one piece
async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

// oxlint-disable-next-line require-await -- a stream of what is there already
async function* each(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
