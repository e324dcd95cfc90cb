import type { File } from '@candour/contract/files.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { listResourceVersions } from '../resources/list-summaries.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { readResource } from '../resources/read-resource.ts'
import { resourceId } from '../resources/resource-id.ts'
import { attachmentOf, documentText } from '../resources/attachment.ts'
import { openFacts } from './file-facts.ts'
import { blobs } from './files.store.ts'

/** A file's facts, or a document from elsewhere with the text that it carries. Throws `file.not_found`. */
export async function readFile(call: Call<{ id: string }>): Promise<Outcome<File>> {
  const asked = call.input.id
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(asked)) throw new AppError('file.not_found')
  const opened = await readResource(call, 'DocumentReference', resourceId(call, 'DocumentReference', asked))
  if (opened === null) throw new AppError('file.not_found')
  const { id, version, key, compartment: patient } = opened
  const newest = (await listResourceVersions(call, key, 'DocumentReference', id)).at(-1)!
  const resource = JSON.parse(opened.bytes.toString()) as FhirResource
  const row = await blobs.read(call.tx, id)
  const facts = row?.state === 'kept' ? openFacts(call, key, row) : null
  const attachment = attachmentOf(resource)
  const text = documentText(resource)
  return {
    output: {
      id,
      patient,
      version,
      name: facts?.name ?? newest.summary.title,
      mediaType: facts?.mediaType ?? attachment.contentType.split(';')[0]!.trim(),
      size: row?.announced_size ?? Buffer.byteLength(text ?? ''),
      addedAt: newest.summary.at,
      author: newest.summary.author,
      sha256: facts?.sha256 ?? null,
      text,
      contentUrl: facts === null ? null : `/api/files/${id}/content`,
    },
    subjects: [patient],
  }
}
