/** Evidence: a file that somebody of the practice filed for a promise that software alone can't show. */
import { z } from 'zod'
import { route } from './route.ts'
import { date, empty, id, instant, line, person, text } from './shapes.ts'

/** 100 MiB. */
export const largestEvidence = 100 * 1024 ** 2

/** Days before it expires on which its owner is reminded; 0: on the day. */
export const reminderDays = [30, 7, 0] as const

export const filedEvidence = z.strictObject({
  id,
  title: z.string(),
  note: z.string(),
  file: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** SHA-256 of the bytes as uploaded, hex. */
  sha256: z.string(),
  by: person,
  at: instant,
  /** The last day on which it counts. */
  expiresOn: date,
  contentUrl: z.string(),
  /** Each time that it was withdrawn, oldest first; while the last has no `back` it counts for nothing. */
  withdrawals: z.array(
    z.strictObject({
      at: instant,
      by: person,
      reason: z.string(),
      back: z.strictObject({ at: instant, by: person }).nullable(),
    }),
  ),
})
export type FiledEvidence = z.infer<typeof filedEvidence>

const promise = z.string().regex(/^[PB]\d{1,2}$/, 'This is no promise of Candour’s.')

/** The bytes follow by PUT, and come back by GET. */
export const evidenceContentPath = '/api/evidence/:id/content' as const

export const evidenceRoutes = {
  /** Announces a file, whose bytes follow within 48 hours; only then does it count, instead of the one before. */
  announce: route({
    method: 'POST',
    path: '/api/evidence',
    input: z.strictObject({
      promise,
      title: line(200),
      note: text(2000),
      expiresOn: date,
      file: line(200),
      size: z.int().min(1).max(largestEvidence),
    }),
    output: z.strictObject({ id, contentUrl: z.string() }),
  }),
  /** It was filed by mistake: it stays in the history, and counts no more. Throws `evidence.withdrawn`. */
  withdraw: route({
    method: 'POST',
    path: '/api/evidence/:id/withdraw',
    input: z.strictObject({ id, reason: line(500, 5) }),
    output: empty,
  }),
  /** What was withdrawn counts again as it was filed. Throws `evidence.not_withdrawn`. */
  fileAgain: route({
    method: 'POST',
    path: '/api/evidence/:id/file-again',
    input: z.strictObject({ id }),
    output: empty,
  }),
  /** Who sees to the evidence of a promise, and is reminded. */
  nameOwner: route({
    method: 'PUT',
    path: '/api/evidence/owners/:promise',
    input: z.strictObject({ promise, member: id }),
    output: empty,
  }),
}
