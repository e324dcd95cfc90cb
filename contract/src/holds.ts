/** A legal hold: what may not be destroyed until somebody else lifts it. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

export const holdKinds = ['patient', 'member', 'practice'] as const

export const hold = z.strictObject({
  id,
  kind: z.enum(holdKinds),
  /** Of a hold on a patient; null for a reader who may not open the record, and once it is not there any more. */
  patient: z.strictObject({ id: z.string(), family: z.string(), given: z.string(), title: z.string() }).nullable(),
  /** Of a hold on a member. */
  member: person.nullable(),
  reason: z.string(),
  placed: z.strictObject({ at: instant, by: person }),
  lifted: z.strictObject({ at: instant, by: person, reason: z.string() }).nullable(),
  can: z.array(z.enum(['lift'])),
})
export type Hold = z.infer<typeof hold>

export const holdRoutes = {
  list: route({ method: 'GET', path: '/api/holds', input: empty, output: z.strictObject({ holds: z.array(hold) }) }),
  /** `about`: the patient's id, or the member's; null for the whole practice. */
  place: route({
    method: 'POST',
    path: '/api/holds',
    input: z.strictObject({ kind: z.enum(holdKinds), about: z.string().max(64).nullable(), reason: line(500, 5) }),
    output: hold,
  }),
  lift: route({
    method: 'POST',
    path: '/api/holds/:id/lift',
    input: z.strictObject({ id, reason: line(500, 5) }),
    output: hold,
  }),
}
