import type { FiledEvidence } from '@candour/contract/evidence.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { isOwnId } from '../../platform/vault/ids.ts'
import { whoOf } from '../entries/list-entries.ts'
import { openBlob } from '../files/loose-blob.ts'
import { encodeRfc8187 } from '../files/read-content.ts'
import type { NamedMember } from '../members/list-members.ts'
import { evidences } from './evidence.store.ts'
import { openEvidence, type FiledEvidenceOf } from './sealed-evidence.ts'

export function showEvidence({ id, facts }: FiledEvidenceOf, names: Map<string, NamedMember>): FiledEvidence {
  const { title, note, file, size, expiresOn, by, filed, withdrawals = [] } = facts
  const { at, mediaType, sha256 } = filed
  return {
    id,
    title,
    note,
    file,
    mediaType,
    size,
    sha256,
    at,
    expiresOn,
    by: whoOf(by, names),
    contentUrl: `/api/evidence/${id}/content`,
    withdrawals: withdrawals.map(({ back, ...one }) => ({
      at: one.at,
      reason: one.reason,
      by: whoOf(one.by, names),
      back: back === null ? null : { at: back.at, by: whoOf(back.by, names) },
    })),
  }
}

/** The bytes, as an attachment. Throws `evidence.not_found`; SealBroken for what was altered. */
export async function readEvidence(call: Call<BytesInput>): Promise<BytesOutcome> {
  const id = call.input.parameters['id']!
  const row = isOwnId(id) ? await evidences.read(call.tx, id) : null
  if (row === null || row.state !== 'filed') throw new AppError('evidence.not_found')
  const { filed, file } = openEvidence(call, row)
  const opened = await openBlob(call, filed!.blob)
  if (opened === null) throw new AppError('evidence.not_found')
  const { blobs } = call
  // The first piece is opened before any header leaves, as with any file.
  const tried = opened.read(blobs)
  await tried.next()
  await tried.return(undefined)
  return {
    headers: {
      'content-type': filed!.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : filed!.mediaType,
      'content-length': String(opened.size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeRfc8187(file)}`,
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
    body: () => opened.read(blobs),
    subjects: [],
  }
}
