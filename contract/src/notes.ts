/** A finished note: a FHIR Composition with its versions. What is still being written is a draft. */
import { z } from 'zod'
import { route } from './route.ts'
import { instant, line, person, text } from './shapes.ts'

export const section = z.strictObject({ heading: line(80, 0), text: text(20_000) })
export const sections = z.array(section).max(40)

export const note = z.strictObject({
  id: z.string(),
  patient: z.string(),
  version: z.int(),
  title: z.string(),
  status: z.enum(['final', 'amended']),
  sections: z.array(z.strictObject({ heading: z.string(), text: z.string() })),
  author: person,
  finishedAt: instant,
  /** All versions, oldest first, each with who wrote it and when (P25). */
  versions: z.array(z.strictObject({ version: z.int(), at: instant, author: person })),
  can: z.array(z.enum(['amend'])),
})
export type Note = z.infer<typeof note>

export const noteRoutes = {
  read: route({
    method: 'GET',
    path: '/api/notes/:id',
    input: z.strictObject({
      id: z.string().max(64),
      version: z.coerce.number().int().min(1).max(999_999_999).optional(),
    }),
    output: note,
  }),
}
