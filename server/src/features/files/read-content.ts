import { AppError } from '../../platform/app-error.ts'
import { readBlob } from '../../platform/blobs/read-blob.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { isFileId, openFacts } from './file-facts.ts'
import { openFileKey } from './file-key.ts'
import { blobs } from './files.store.ts'

/**
 * The bytes of a file, whole or a range (RFC 9110, section 14), checked against their hashes on the way. Always an
 * attachment, never sniffed, never run. Throws `file.not_found`, `file.range_invalid`.
 */
export async function readContent(call: Call<BytesInput>): Promise<BytesOutcome> {
  const id = call.input.parameters['id']!
  const row = isFileId(id) ? await blobs.read(call.tx, id) : null
  if (row === null || row.state !== 'kept') throw new AppError('file.not_found')
  const key = await openFileKey(call, row.compartment)
  const { name, mediaType } = openFacts(call, key, row)
  const size = row.announced_size
  const range = readRange(call.input.headers.range, size)
  const { practice } = call.tx
  const store = call.blobs
  const facts = { size, hashes: row.hashes!, root: row.root! }
  const content = row.content!
  // The first block is opened before any header leaves: what was altered is an error, not a broken download.
  // Then it is closed again, for nobody may come to read on: this may run twice, and a browser may be gone.
  const open = () => readBlob(store, { practice, id: content, key, facts, range: range ?? undefined })
  const tried = open()
  await tried.next()
  await tried.return(undefined)
  return {
    status: range === null ? 200 : 206,
    headers: {
      'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
      'content-length': String(range === null ? size : range.end - range.start),
      'accept-ranges': 'bytes',
      etag: `"${row.root!.toString('hex')}"`,
      'content-disposition': `attachment; filename*=UTF-8''${encodeRfc8187(name)}`,
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
      'cache-control': 'private, no-store',
      ...(range === null ? {} : { 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` }),
    },
    body: open,
    subjects: [row.compartment],
  }
}

/** One range, `bytes=a-b`, `bytes=a-` or `bytes=-n`; several, or nonsense, are as none. Throws `file.range_invalid`. */
export function readRange(header: string | undefined, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const [, from, to] = match
  if (from === '') {
    const length = Math.min(Number(to), size)
    if (length === 0) throw new AppError('file.range_invalid')
    return { start: size - length, end: size }
  }
  const start = Number(from)
  const end = to === '' ? size : Math.min(Number(to) + 1, size)
  if (to !== '' && Number(to) < start) return null
  if (start >= size) throw new AppError('file.range_invalid')
  return { start, end }
}

export function encodeRfc8187(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
