/** An entry of the practice's ledger: who did what, when, from where. */
import { z } from 'zod'
import { route } from './route.ts'
import { id, instant, person } from './shapes.ts'

export const entryKinds = ['all', 'opened', 'changed', 'signed-in', 'refused'] as const

/**
 * What is done all day and hardly ever looked for: signs of life of open windows, lists that name no record, saves of
 * one's own drafts. What was refused is never among it.
 */
export const routineVerbs = [
  'session.read',
  'event.listen',
  'notice.list',
  'member.list',
  'entry.list',
  'patient.recent',
  'patient.find',
  'patient.names',
  'draft.start',
  'draft.save',
  'draft.list',
  'draft.read',
  'unfiled.list',
  'transfer.list',
  'transfer.read',
  'table.read',
  'demo.offer',
  'demo.progress',
  'directory.fold',
]

export const entry = z.strictObject({
  number: z.int(),
  at: instant,
  who: person,
  kind: z.enum(['opened', 'changed', 'signed-in', 'refused']),
  /** The verb as the endpoint names it, for example `patient.register`. */
  verb: z.string(),
  /** In words: "Registered", "Opened the record of". */
  what: z.string(),
  /** The patient it was about, when there is one and the reader may see the name. */
  patient: z.strictObject({ id: z.string(), family: z.string(), given: z.string(), title: z.string() }).nullable(),
  from: z.string(),
  /** The stable code of the refusal, in words. */
  refusal: z.string().nullable(),
  /** SHA-256 of the leaf, hex. */
  hash: z.string(),
})
export type Entry = z.infer<typeof entry>

export const entryRoutes = {
  list: route({
    method: 'GET',
    path: '/api/entries',
    input: z.strictObject({
      kind: z.enum(entryKinds).default('all'),
      member: id.optional(),
      /** About this patient alone. */
      patient: z.string().max(64).optional(),
      /** `folded` leaves out `routineVerbs`. */
      routine: z.enum(['shown', 'folded']).default('shown'),
      before: z.coerce.number().int().min(1).optional(),
    }),
    output: z.strictObject({
      entries: z.array(entry),
      before: z.int().nullable(),
      total: z.int(),
      members: z.array(z.strictObject({ id, name: z.string() })),
    }),
  }),
}
