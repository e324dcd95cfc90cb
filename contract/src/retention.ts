/** How long the entries of a practice's ledger keep their sealed detail. That they were made is never removed. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, instant, line } from './shapes.ts'

/** What the NHS Records Management Code of Practice asks of an adult's record after the last care; nobody undercuts it. */
export const leastYears = 8
/** Days between a decision and the first detail that goes by it. */
export const graceDays = 30

export const retention = z.strictObject({
  /** Null: as long as the record. */
  keepYears: z.int().nullable(),
  revision: z.int(),
  changed: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  /** From when on details go; null where none ever does. */
  effectiveAt: instant.nullable(),
})
export type Retention = z.infer<typeof retention>

export const retentionRoutes = {
  read: route({ method: 'GET', path: '/api/retention', input: empty, output: retention }),
  change: route({
    method: 'PUT',
    path: '/api/retention',
    input: z.strictObject({
      keepYears: z
        .int()
        .min(leastYears, `At least ${leastYears} years.`)
        .max(100, 'At most 100 years; or choose “as long as the record”.')
        .nullable(),
      reason: line(300, 5),
      baseRevision: z.int().min(0),
    }),
    output: retention,
  }),
}
