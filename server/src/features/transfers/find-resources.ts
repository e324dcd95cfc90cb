import { breather } from '../../platform/breathe.ts'
import { deriveId } from './derive-id.ts'
import { readLines } from './read-lines.ts'
import type { Source, SourceFile } from './source.ts'
import { textAt, walkObject, type Span } from './walk-json.ts'

/** 16 MiB, as over the door. */
export const longestResource = 16 * 1024 ** 2
/** 64 MiB. */
export const longestDocument = 64 * 1024 ** 2

/** Of a Bundle: what its entries call each other (`urn:uuid:...`), and the reference that it becomes. */
export type FullUrls = ReadonlyMap<string, string>

export interface Found {
  /** Index into the source's files. */
  file: number
  /** From 1. */
  line: number
  bytes: Buffer
  /** Where it goes on behind this one. */
  next: { offset: number; line: number }
  /** Of an entry of a Bundle. */
  fullUrl: string | null
  fullUrls: FullUrls | null
  /** Why it can't be taken at all; then the bytes are empty. */
  problem: string | null
}

const none = Buffer.alloc(0)

/** Every resource of the files, from a position on: lines of NDJSON, entries of Bundles, single resources. */
export async function* findResources(
  { files }: Pick<Source, 'files'>,
  practice: string,
  from: { file: number; offset: number; line: number } = { file: 0, offset: 0, line: 0 },
): AsyncGenerator<Found> {
  for (const [index, file] of files.entries()) {
    if (index < from.file) continue
    const { offset, line } = index === from.file ? from : { offset: 0, line: 0 }
    const found = /\.(ndjson|jsonl)$/i.test(file.name) ? linesOf(file, offset, line) : documentOf(file, practice, line)
    for await (const one of found) yield { ...one, file: index }
  }
}

type InFile = Omit<Found, 'file'>

async function* linesOf(file: SourceFile, offset: number, before: number): AsyncGenerator<InFile> {
  let line = before
  for await (const { bytes, next } of readLines(file.read(offset), offset, longestResource)) {
    line += 1
    const common = { line, next: { offset: next, line }, fullUrl: null, fullUrls: null }
    if (bytes === null) yield { ...common, bytes: none, problem: 'This line is longer than 16 MiB.' }
    else if (!isBlank(bytes)) yield { ...common, bytes: trimmed(bytes), problem: null }
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes.length < 64 && bytes.toString('latin1').trim() === '')
}

/** A byte order mark and a carriage return are no part of the resource. */
function trimmed(bytes: Buffer): Buffer {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return bytes.subarray(start, bytes.at(-1) === 0x0d ? -1 : undefined)
}

async function* documentOf(file: SourceFile, practice: string, before: number): AsyncGenerator<InFile> {
  const refused = (problem: string): InFile => ({
    line: 1,
    bytes: none,
    next: { offset: 0, line: 1 },
    fullUrl: null,
    fullUrls: null,
    problem,
  })
  if (file.size > longestDocument) {
    yield refused('This file is larger than 64 MiB. Larger ones are taken as NDJSON.')
    return
  }
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(0)) pieces.push(Buffer.from(piece))
  const bytes = trimmed(Buffer.concat(pieces))
  try {
    const { values, items } = await walkObject(bytes)
    if (textAt(bytes, values.get('resourceType')) === 'Bundle')
      yield* entriesOf(bytes, items.get('entry') ?? [], practice, before)
    else if (before === 0) yield { ...refused(''), bytes, problem: null }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    yield refused('This is not valid JSON.')
  }
}

interface Entry {
  resource: Buffer | null
  fullUrl: string | null
  method: string | null
}

async function* entriesOf(bytes: Buffer, spans: Span[], practice: string, before: number): AsyncGenerator<InFile> {
  const fullUrls = await fullUrlsOf(bytes, spans, practice)
  for (const [index, span] of spans.entries()) {
    if (index < before) continue
    const { resource, fullUrl, method } = await readEntry(bytes, span)
    const common = { line: index + 1, next: { offset: 0, line: index + 1 }, fullUrl, fullUrls }
    if (resource === null) yield { ...common, bytes: none, problem: 'This entry has no resource.' }
    else if (method !== null && method !== 'POST' && method !== 'PUT')
      yield { ...common, bytes: none, problem: `An import takes what is new or changed, not ${method}.` }
    else yield { ...common, bytes: resource, problem: null }
  }
}

async function readEntry(bytes: Buffer, { start }: Span): Promise<Entry> {
  const { values } = await walkObject(bytes, start)
  const resource = values.get('resource')
  const request = values.get('request')
  const method = request === undefined ? undefined : (await walkObject(bytes, request.start)).values.get('method')
  return {
    resource: resource === undefined ? null : bytes.subarray(resource.start, resource.end),
    fullUrl: textAt(bytes, values.get('fullUrl')),
    method: textAt(bytes, method),
  }
}

async function fullUrlsOf(bytes: Buffer, spans: Span[], practice: string): Promise<FullUrls> {
  const breathe = breather()
  const known = new Map<string, string>()
  for (const span of spans) {
    const { resource, fullUrl } = await readEntry(bytes, span)
    await breathe()
    if (resource === null || fullUrl === null || !fullUrl.startsWith('urn:')) continue
    const { values } = await walkObject(resource)
    const type = textAt(resource, values.get('resourceType'))
    const id = textAt(resource, values.get('id')) ?? deriveId(practice, fullUrl, resource)
    if (type !== null) known.set(fullUrl, `${type}/${id}`)
  }
  return known
}
