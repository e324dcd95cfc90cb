/** A broken glass: a member opened a restricted record that they are not named on, for a reason and a while (P03). */
import { z } from 'zod'
import { nhsNumber } from './patients.ts'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** Minutes for which a broken glass lets in. */
export const glassMinutes = 30

export const glassReasons = {
  emergency: 'Emergency care',
  care: 'Care now, and nobody who is named is here',
  safeguarding: 'Safeguarding',
  duty: 'A legal duty, or a complaint',
  upkeep: 'Nobody who is named is left',
} as const
export const glassReason = z.enum(Object.keys(glassReasons) as [keyof typeof glassReasons])

export const verdicts = { right: 'Right', incident: 'Not right: incident' } as const

export const glass = z.strictObject({
  id,
  by: person,
  brokenAt: instant,
  until: instant,
  endedAt: instant.nullable(),
  /** It lets in at this moment. */
  isOpen: z.boolean(),
  reason: glassReason,
  words: z.string(),
  /** Whose record; null for a reader who may not open it. */
  patient: z.strictObject({ id: z.string(), family: z.string(), given: z.string(), title: z.string() }).nullable(),
  settled: z
    .strictObject({ verdict: z.enum(['right', 'incident']), note: z.string(), by: person, at: instant })
    .nullable(),
  can: z.array(z.enum(['end', 'settle'])),
})
export type Glass = z.infer<typeof glass>

export const glassRoutes = {
  /** By the NHS number, or by an id that is known from elsewhere. What may be opened anyway is refused: `glass.not_needed`. */
  break: route({
    method: 'POST',
    path: '/api/glasses',
    input: z.strictObject({
      whose: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('nhs-number'), nhsNumber }),
        z.strictObject({ by: z.literal('patient'), patient: z.string().max(64) }),
      ]),
      reason: glassReason,
      words: line(500, 10),
    }),
    output: z.strictObject({ id, patient: z.string(), until: instant }),
  }),
  /** One's own; those who review may end anybody's. */
  end: route({ method: 'POST', path: '/api/glasses/:id/end', input: z.strictObject({ id }), output: empty }),
  /** What is not settled first, then the newest; at most 200. */
  list: route({
    method: 'GET',
    path: '/api/glasses',
    input: empty,
    output: z.strictObject({ glasses: z.array(glass) }),
  }),
  settle: route({
    method: 'POST',
    path: '/api/glasses/:id/settle',
    input: z.strictObject({ id, verdict: z.enum(['right', 'incident']), note: line(500) }),
    output: glass,
  }),
}
