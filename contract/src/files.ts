/** A file: a FHIR DocumentReference (its facts) and a blob (its bytes), both sealed in the patient's compartment. */
import { z } from 'zod'
import { route } from './route.ts'
import { id, line, person } from './shapes.ts'

/** 2 GiB. */
export const largestFile = 2 * 1024 ** 3

/** What may be kept; the bytes decide, not the name. Everything else is refused. */
export const fileTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/tiff',
  'application/pdf',
  'audio/mpeg',
  'audio/wav',
  'video/mp4',
  'text/plain',
  'application/dicom',
] as const

export const file = z.strictObject({
  id: z.string(),
  patient: z.string(),
  version: z.int(),
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** By the record itself: an instant, or as much of a date as it says; empty when it says none. */
  addedAt: z.string(),
  author: person,
  /** SHA-256 of the bytes as uploaded, hex. */
  sha256: z.string().nullable(),
  /** Present when the record holds text inside (documents from elsewhere): words, or the source of XML and JSON. */
  text: z.string().nullable(),
  /** Where the bytes are read, ranges allowed. Null for a document whose text is above. */
  contentUrl: z.string().nullable(),
})
export type File = z.infer<typeof file>

export const fileRoutes = {
  /**
   * Announces a file; its bytes follow by `PUT /api/files/:id/content` (raw body, Content-Length, 24 hours to finish).
   * Only then is it in the record. The id may be minted by the client.
   */
  announce: route({
    method: 'POST',
    path: '/api/files',
    input: z.strictObject({
      id: id.optional(),
      patient: z.string().max(64),
      name: line(200),
      size: z.int().min(1).max(largestFile),
    }),
    output: z.strictObject({ id, contentUrl: z.string() }),
  }),
  read: route({
    method: 'GET',
    path: '/api/files/:id',
    input: z.strictObject({ id: z.string().max(64) }),
    output: file,
  }),
}

/** Bytes go outside the JSON door: the answer to PUT is `file`, GET answers bytes with ranges. */
export const fileContentPath = '/api/files/:id/content' as const
