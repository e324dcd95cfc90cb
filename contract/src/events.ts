/**
 * Server-sent events at `GET /api/events`: ids only, the client asks for the rest.
 * They never extend a session. `Last-Event-ID` resumes.
 */
import { z } from 'zod'
import { id } from './shapes.ts'

export const event = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note.finished'), patient: z.string(), note: z.string(), member: id }),
  z.strictObject({ kind: z.literal('file.added'), patient: z.string(), file: z.string(), member: id }),
  z.strictObject({ kind: z.literal('patient.changed'), patient: z.string(), member: id }),
  z.strictObject({ kind: z.literal('member.changed'), member: id }),
  z.strictObject({ kind: z.literal('notice.added') }),
  z.strictObject({ kind: z.literal('transfer.moved'), transfer: id }),
  z.strictObject({ kind: z.literal('support.changed') }),
])
export type Event = z.infer<typeof event>

export const eventsPath = '/api/events' as const
