/** A draft: what is still being written. It belongs to the member who writes it; finished, it becomes a note. */
import { z } from 'zod'
import { note, sections } from './notes.ts'
import { route } from './route.ts'
import { empty, id, instant, line } from './shapes.ts'

export const draft = z.strictObject({
  id,
  patient: z.string().nullable(),
  title: z.string(),
  sections: z.array(z.strictObject({ heading: z.string(), text: z.string() })),
  /** Grows by one with each save; the next save names it as `baseRevision`. */
  revision: z.int(),
  /** The note that this draft changes, when it does. */
  amends: z.strictObject({ note: z.string(), version: z.int() }).nullable(),
  savedAt: instant,
  device: z.string(),
  /** The draft from which this one split when two devices wrote at once; both are kept. */
  splitFrom: id.nullable(),
})
export type Draft = z.infer<typeof draft>

const draftText = z.strictObject({ title: line(120, 0), sections, device: line(60, 0).default('') })

export const draftRoutes = {
  /** The id may be minted by the client (UUIDv7), so that a start sent twice makes one draft. */
  start: route({
    method: 'POST',
    path: '/api/drafts',
    input: draftText.extend({
      id: id.optional(),
      patient: z.string().max(64).nullable(),
      amends: z.strictObject({ note: z.string().max(64) }).optional(),
    }),
    output: draft,
  }),
  /**
   * Saves as one types. When `baseRevision` is no longer the last one, the text is kept as a draft of its own
   * (`outcome: split`) and the other one stays as it was.
   */
  save: route({
    method: 'PUT',
    path: '/api/drafts/:id',
    input: draftText.extend({ id, baseRevision: z.int().min(1) }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('saved'), draft }),
      z.strictObject({ outcome: z.literal('split'), draft, other: draft }),
    ]),
  }),
  /** The member's own drafts, newest first; `patientName` is SURNAME, Given (Title). */
  list: route({
    method: 'GET',
    path: '/api/drafts',
    input: empty,
    output: z.strictObject({
      drafts: z.array(
        draft.extend({
          patientCard: z
            .strictObject({
              family: z.string(),
              given: z.string(),
              title: z.string(),
              birthDate: z.string(),
              nhsNumber: z.string().nullable(),
            })
            .nullable(),
        }),
      ),
    }),
  }),
  read: route({ method: 'GET', path: '/api/drafts/:id', input: z.strictObject({ id }), output: draft }),
  /** Gives an unfiled draft its patient. */
  file: route({
    method: 'POST',
    path: '/api/drafts/:id/file',
    input: z.strictObject({ id, patient: z.string().max(64), baseRevision: z.int().min(1) }),
    output: draft,
  }),
  /** To the bin, from where `restore` brings it back for 30 days. */
  discard: route({
    method: 'DELETE',
    path: '/api/drafts/:id',
    input: z.strictObject({ id }),
    output: empty,
  }),
  restore: route({ method: 'POST', path: '/api/drafts/:id/restore', input: z.strictObject({ id }), output: draft }),
  /** Finishes and seals: the draft becomes a version of a note in the patient's compartment. */
  finish: route({
    method: 'POST',
    path: '/api/drafts/:id/finish',
    input: z.strictObject({ id, baseRevision: z.int().min(1) }),
    output: note,
  }),
}
