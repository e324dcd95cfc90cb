/** A restriction: a patient's record that opens to named people alone (P03). */
import { z } from 'zod'
import { route } from './route.ts'
import { id, instant, line, person } from './shapes.ts'

const patient = z.string().max(64)

/** Who is named; `isHere` is false for one who has no access to the practice any more. */
const named = z.strictObject({ id, name: z.string(), role: z.string(), isHere: z.boolean() })

export const restriction = z.strictObject({
  /** 0 as long as the record never was restricted; what is changed says which one it changes. */
  revision: z.int(),
  /** Null for a record that is open to all who may open records. */
  restricted: z
    .strictObject({
      people: z.array(named),
      /** Null for whoever has broken the glass. */
      reason: z.string().nullable(),
      by: person,
      at: instant,
    })
    .nullable(),
  /** The glass that lets the reader in, who is not named. */
  glass: z.strictObject({ id, until: instant }).nullable(),
  can: z.array(z.enum(['restrict', 'lift'])),
})
export type Restriction = z.infer<typeof restriction>

export const restrictionRoutes = {
  read: route({
    method: 'GET',
    path: '/api/patients/:id/restriction',
    input: z.strictObject({ id: patient }),
    output: restriction,
  }),
  /** From the answer on the record opens to these people alone, who are approved members of the practice. */
  restrict: route({
    method: 'PUT',
    path: '/api/patients/:id/restriction',
    input: z.strictObject({
      id: patient,
      members: z.array(id).min(1, 'Name at least one person, or nobody could open the record.').max(50),
      reason: line(300),
      baseRevision: z.int().min(0),
    }),
    output: restriction,
  }),
  lift: route({
    method: 'POST',
    path: '/api/patients/:id/restriction/lift',
    input: z.strictObject({ id: patient, reason: line(300), baseRevision: z.int().min(0) }),
    output: restriction,
  }),
}
