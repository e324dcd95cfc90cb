import { AppError } from '../../platform/app-error.ts'
import { removeBlob } from '../../platform/blobs/remove-blob.ts'
import type { BytesInput, BytesOutcome, Call, Tools, Upload, UploadReceipt } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { keepBlob, writeLooseBlob } from '../files/loose-blob.ts'
import { findTransfer, showTransfer } from './show-transfer.ts'
import { transferKey } from './transfer-compartment.ts'
import { saveTransfer } from './transfer-facts.ts'

interface Prepared {
  practice: string
  key: CompartmentKey
  /** Which of the announced files, from 0. */
  place: number
  size: number
  blob: string
  content: string
  name: string
}

export const importUpload: Upload<Prepared> = {
  async prepare(call: Call<BytesInput>) {
    const { id, file } = call.input.parameters
    const { row, facts } = await findTransfer(call, id!)
    const place = /^\d{1,3}$/.test(file!) ? Number(file) : -1
    const announced = facts.files[place]
    if (row.kind !== 'import' || announced === undefined) throw new AppError('transfer.not_found')
    if (row.step !== 'upload' || row.state !== 'paused') throw new AppError('transfer.not_now')
    const { name, size } = announced
    const key = await transferKey(call, row)
    return { practice: call.tx.practice, key, place, size, blob: newId(), content: newId(), name }
  },
  async receive(prepared, source, size, { blobs }: Tools) {
    if (size !== prepared.size) throw new AppError('file.truncated')
    const written = await writeLooseBlob(blobs, prepared, source, { expectedSize: size })
    return { ...written, mediaType: '' }
  },
  async abandon({ practice, content }, { blobs }) {
    await removeBlob(blobs, { practice, id: content })
  },
}

/** The bytes are there: now the import knows them. Sent twice, the second time counts. */
export async function keepImportFile(
  call: Call<BytesInput> & { prepared: Prepared; receipt: UploadReceipt },
): Promise<BytesOutcome> {
  const { prepared, receipt, input } = call
  const { row, facts } = await findTransfer(call, input.parameters['id']!, 'lock')
  if (row.step !== 'upload' || row.state !== 'paused') throw new AppError('transfer.not_now')
  await keepBlob(call, { ...prepared, mediaType: '' }, receipt)
  facts.files[prepared.place]!.id = prepared.blob
  const saved = await saveTransfer(call, row, facts)
  return {
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(await showTransfer(call, saved, facts))),
    subjects: [],
  }
}
