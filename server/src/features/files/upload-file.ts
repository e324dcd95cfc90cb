import type { File } from '@candour/contract/files.ts'
import { AppError } from '../../platform/app-error.ts'
import { removeBlob } from '../../platform/blobs/remove-blob.ts'
import { writeBlob } from '../../platform/blobs/write-blob.ts'
import type { BytesInput, BytesOutcome, Call, Tools, Upload, UploadReceipt } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { emit } from '../events/emit.ts'
import { authorOf } from '../members/author-of.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { writeResource } from '../resources/write-resource.ts'
import { toDocumentReference } from './document-reference.ts'
import { openFileKey } from './file-key.ts'
import { isFileId, openFacts, sealFacts } from './file-facts.ts'
import { blobs } from './files.store.ts'
import { mediaTypeOf, sniffed } from './media-type.ts'

interface Prepared {
  practice: string
  id: string
  /** Each try has bytes of its own, so that two tries at once can't take each other's away. */
  content: string
  key: CompartmentKey
  announcedSize: number
  name: string
}

export const fileUpload: Upload<Prepared> = {
  async prepare(call: Call<BytesInput>) {
    const id = call.input.parameters['id']!
    const row = isFileId(id) ? await blobs.read(call.tx, id) : null
    if (row === null) throw new AppError('file.not_found')
    const key = await openFileKey(call, row.compartment)
    if (row.state === 'kept') throw new AppError('file.already_there')
    const { name } = openFacts(call, key, row)
    return { practice: call.tx.practice, id, content: newId(), key, announcedSize: row.announced_size, name }
  },
  async receive(
    { practice, content, key, announcedSize },
    source,
    size,
    { blobs: store }: Tools,
  ): Promise<UploadReceipt> {
    if (size !== announcedSize) throw new AppError('file.truncated')
    const { start, rest } = await peek(source)
    const mediaType = await mediaTypeOf(start)
    const written = await writeBlob(store, { practice, id: content, key, source: rest, expectedSize: size })
    return { ...written, mediaType }
  },
  async abandon({ practice, content }, { blobs: store }) {
    await removeBlob(store, { practice, id: content })
  },
}

/** The first bytes, to tell the type by, and the whole again. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ start: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]()
  let start: Buffer = Buffer.alloc(0)
  let ended = false
  while (start.length < sniffed && !ended) {
    const { value, done } = await iterator.next()
    if (done === true) ended = true
    else start = Buffer.concat([start, value])
  }
  async function* whole() {
    yield start
    if (!ended) yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { start: start.subarray(0, sniffed), rest: whole() }
}

/** The bytes are on disk and synced: now the file is in the record. Throws `file.already_there`. */
export async function keepFile(
  call: Call<BytesInput> & { prepared: Prepared; receipt: UploadReceipt },
): Promise<BytesOutcome> {
  const { prepared, receipt, tx, now, actor } = call
  const { id, content, key, name } = prepared
  const { size, mediaType, hashes, root } = receipt
  // Between announcement and last byte the record may have been restricted.
  await openFileKey(call, key.compartment)
  const sha256 = receipt.sha256.toString('hex')
  const facts = sealFacts(call, key, id, 2, { name, mediaType, sha256, size, root: root.toString('hex') })
  if (!(await blobs.keep(tx, id, content, facts, hashes, root))) throw new AppError('file.already_there')
  const author = await authorOf(call, actor)
  const patient = key.compartment
  const resource = toDocumentReference({ id, patient, name, mediaType, size, author, at: now })
  const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), { id, version: 1, lastUpdated: now })
  const kind = mediaType.startsWith('image/') ? 'image' : 'file'
  const summary = { kind, title: name, at: now.toISOString(), author, preview: '' } as const
  writeResource(call, key, { type: 'DocumentReference', id, version: 1, bytes, summary })
  emit(call, { kind: 'file.added', patient, object: id, member: actor.member })
  const file: File = {
    id,
    patient,
    version: 1,
    name,
    mediaType,
    size,
    addedAt: now.toISOString(),
    author,
    sha256,
    text: null,
    contentUrl: `/api/files/${id}/content`,
  }
  return {
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(file)),
    subjects: [patient],
  }
}
