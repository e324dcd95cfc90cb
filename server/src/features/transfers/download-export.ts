import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { openBlob } from '../files/loose-blob.ts'
import { findTransfer } from './show-transfer.ts'

/** The packed export, as long as it is kept. Throws `transfer.not_found`, `transfer.not_now`, `transfer.expired`. */
export async function downloadExport(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { row, facts } = await findTransfer(call, call.input.parameters['id']!)
  if (row.kind !== 'export') throw new AppError('transfer.not_found')
  const leftOut = new Set(facts.leftOut)
  // Made when, or by somebody by whom, more could be opened than whoever fetches it may now.
  const hidden = facts.patient === null ? await hiddenFrom(call) : []
  for (const patient of hidden) if (!leftOut.has(patient)) throw new AppError('transfer.expired')
  if (row.state !== 'done') throw new AppError('transfer.not_now')
  const isOver = row.expires_at === null || row.expires_at <= call.now
  const opened = facts.content === null || isOver ? null : await openBlob(call, facts.content.blob)
  if (opened === null) throw new AppError('transfer.expired')
  const { blobs } = call
  // The first piece is opened before any header leaves, as with any file.
  const tried = opened.read(blobs)
  await tried.next()
  await tried.return(undefined)
  return {
    headers: {
      'content-type': facts.content!.name.endsWith('.age') ? 'application/octet-stream' : 'application/zip',
      'content-length': String(opened.size),
      'content-disposition': `attachment; filename="${facts.content!.name}"`,
      'cache-control': 'private, no-store',
    },
    body: () => opened.read(blobs),
    subjects: facts.patient === null ? [] : [facts.patient],
  }
}
