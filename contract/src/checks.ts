/** A check: Candour looks at itself in a rhythm, and keeps what it found and when that changed (P33, P49). */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, instant } from './shapes.ts'

export const checkStates = { well: 'Well', failing: 'Failing' } as const
export type CheckState = keyof typeof checkStates

const state = z.enum(['well', 'failing'])

/** When it turned, and what it said then. */
export const checkTurn = z.strictObject({ at: instant, state, what: z.string() })
export type CheckTurn = z.infer<typeof checkTurn>

export const check = z.strictObject({
  /** For example `scrubber`. */
  name: z.string(),
  title: z.string(),
  /** `installation`: once for everybody on this server; `practice`: in this practice. */
  of: z.enum(['installation', 'practice']),
  state,
  what: z.string(),
  /** Since when it is so; null: it never ran. */
  since: instant.nullable(),
  lastRunAt: instant.nullable(),
  /** By its rhythm, here: with many practices on a server, theirs run in turn. */
  everySeconds: z.int(),
  /** When it turned within the last 30 days, and how it stood before: newest first. */
  history: z.array(checkTurn),
})
export type Check = z.infer<typeof check>

export const checkRoutes = {
  /** What fails first. */
  list: route({
    method: 'GET',
    path: '/api/checks',
    input: empty,
    output: z.strictObject({ at: instant, checks: z.array(check) }),
  }),
  /** It is run within seconds. Throws `check.not_found`. */
  run: route({
    method: 'POST',
    path: '/api/checks/:name/run',
    input: z.strictObject({ name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'This is no name of a check.') }),
    output: empty,
  }),
}
