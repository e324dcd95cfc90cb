/** A practice for show: invented people with a history of a year, opened with one click where the installation allows it. */
import { z } from 'zod'
import { practice, practiceKind } from './practices.ts'
import { route } from './route.ts'
import { empty } from './shapes.ts'

/** So many patients has a demonstration that is opened in the browser. */
export const demoPatients = 60

/** Shown wherever a demonstration is. */
export const demoBanner = 'Demonstration data: nobody here is real'

const demoOpened = z.strictObject({
  practice: practice.shape.id,
  name: z.string(),
  /** One person of each level, from the administrator down; the first one is signed in. */
  signIns: z.array(
    z.strictObject({
      level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
      name: z.string(),
      role: z.string(),
      email: z.string(),
    }),
  ),
  /** Patients with much in their records, to begin with; their names are SURNAME, Given (Title). */
  examples: z.array(z.strictObject({ patient: z.string(), name: z.string() })),
  /** Of all of them; never shown again. */
  password: z.string(),
})
export type DemoOpened = z.infer<typeof demoOpened>

export const demoRoutes = {
  /** Public: whether this installation opens demonstrations. */
  offer: route({ method: 'GET', path: '/api/demo', input: empty, output: z.strictObject({ isOffered: z.boolean() }) }),
  /** Public: opens one and signs its administrator in; its patients arrive in the seconds after. */
  open: route({
    method: 'POST',
    path: '/api/demo',
    input: z.strictObject({ kind: practiceKind, patients: z.int().min(0).max(500).default(demoPatients) }),
    output: demoOpened,
  }),
  /** How far the own practice is filled; `planned` is 0 when nothing more comes. */
  progress: route({
    method: 'GET',
    path: '/api/demo/progress',
    input: empty,
    output: z.strictObject({ kept: z.int(), planned: z.int() }),
  }),
}
