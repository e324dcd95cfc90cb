/** What came without a patient: it waits here until somebody says whose it is (decision 0012). */
import { z } from 'zod'
import { route } from './route.ts'
import { timelineItem } from './timeline.ts'

const one = { type: z.string().max(64), id: z.string().max(64), baseVersion: z.int().min(1) }

export const unfiledRoutes = {
  /** The latest that came, newest first, at most 100; `more` when there are older ones. */
  list: route({
    method: 'GET',
    path: '/api/unfiled',
    input: z.strictObject({}),
    output: z.strictObject({ items: z.array(timelineItem), more: z.boolean() }),
  }),
  /** Its next version names the patient, and lies in the record from then on. */
  file: route({
    method: 'POST',
    path: '/api/unfiled/:type/:id/file',
    input: z.strictObject({ ...one, patient: z.string().max(64) }),
    output: z.strictObject({ version: z.int() }),
  }),
  /** What was just filed is nobody's again: its next version is as it was before. The filed one stays in that record. */
  takeBack: route({
    method: 'POST',
    path: '/api/unfiled/:type/:id/take-back',
    input: z.strictObject(one),
    output: z.strictObject({ version: z.int() }),
  }),
}
