/** A record opened in one answer. */
import { z } from 'zod'
import { note } from './notes.ts'
import { patientCard } from './patients.ts'
import { route } from './route.ts'
import { timeline } from './timeline.ts'

const chart = z.strictObject({ patient: patientCard, timeline, notes: z.array(note) })
export type Chart = z.infer<typeof chart>

/**
 * Who it is, the first page of everything, and the notes on that page, whole. All of them are entered as opened. Notes of
 * more than 64 kB are left out, and read one by one.
 */
export const chartRoute = route({
  method: 'GET',
  path: '/api/patients/:id/chart',
  input: z.strictObject({ id: z.string().max(64) }),
  output: chart,
})
