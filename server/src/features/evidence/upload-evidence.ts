import { AppError } from '../../platform/app-error.ts'
import { removeBlob } from '../../platform/blobs/remove-blob.ts'
import type { BytesInput, BytesOutcome, Call, Tools, Upload, UploadReceipt } from '../../platform/http/endpoint.ts'
import { isOwnId, newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { keepBlob, writeLooseBlob } from '../files/loose-blob.ts'
import { mediaTypeOf } from '../files/media-type.ts'
import { peek } from '../files/upload-file.ts'
import { evidences } from './evidence.store.ts'
import { openEvidence, sealEvidence, type EvidenceFacts } from './sealed-evidence.ts'
import { withdrawReminder } from './remind-of-evidence.ts'

interface Prepared {
  practice: string
  id: string
  /** Each try has bytes of its own, so that two at once can't take each other's away. */
  content: string
  key: CompartmentKey
  facts: EvidenceFacts
}

export const evidenceUpload: Upload<Prepared> = {
  async prepare(call: Call<BytesInput>) {
    const id = call.input.parameters['id']!
    const row = isOwnId(id) ? await evidences.read(call.tx, id) : null
    if (row === null) throw new AppError('evidence.not_found')
    if (row.state === 'filed') throw new AppError('file.already_there')
    const facts = openEvidence(call, row)
    return { practice: call.tx.practice, id, content: newId(), key: call.keys.record, facts }
  },
  async receive({ practice, content, key, facts }, source, size, { blobs }: Tools): Promise<UploadReceipt> {
    if (size !== facts.size) throw new AppError('file.truncated')
    const { start, rest } = await peek(source)
    const mediaType = await mediaTypeOf(start)
    return { ...(await writeLooseBlob(blobs, { practice, key, content }, rest, { expectedSize: size })), mediaType }
  },
  async abandon({ practice, content }, { blobs }) {
    await removeBlob(blobs, { practice, id: content })
  },
}

/** The bytes are on disk and synced: from now on it counts. Throws `file.already_there`. */
export async function keepEvidence(
  call: Call<BytesInput> & { prepared: Prepared; receipt: UploadReceipt },
): Promise<BytesOutcome> {
  const { prepared, receipt, tx, now } = call
  const { id, content, key, facts } = prepared
  const { mediaType } = receipt
  const blob = newId()
  await keepBlob(call, { blob, key, content, name: facts.file, mediaType }, receipt)
  const filed = { at: now.toISOString(), blob, mediaType, sha256: receipt.sha256.toString('hex') }
  if (!(await evidences.file(tx, id, sealEvidence(call, id, 2, { ...facts, filed }))))
    throw new AppError('file.already_there')
  await withdrawReminder(call, facts.promise)
  return {
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify({ id })),
    subjects: [],
  }
}
