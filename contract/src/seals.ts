/** The lock on a record, clicked: how it is sealed, by which key version, who opened it. */
import { z } from 'zod'
import { route } from './route.ts'
import { instant, person } from './shapes.ts'

export const seal = z.strictObject({
  type: z.string(),
  id: z.string(),
  version: z.int(),
  versions: z.int(),
  /** Every version, oldest first: when it came here, and by whom as the ledger says, else as the record says. */
  history: z.array(z.strictObject({ version: z.int(), at: instant, by: person })),
  /** Checked on this very opening: hash, context and newest version. */
  checkedAt: instant,
  construction: z.string(),
  compartment: z.enum(['patient', 'practice', 'unfiled', 'shared']),
  /** Version of the practice key under which the compartment key is wrapped. */
  practiceKeyVersion: z.int(),
  author: person,
  writtenAt: instant,
  /** SHA-256 of the sealed bytes, hex. */
  hash: z.string(),
  /** Its entry in the practice's ledger; null for the second until it is numbered. */
  entry: z.int().nullable(),
  /** Who opened the patient's record, newest first, at most 50; `itself` when this very resource was opened. */
  openedBy: z.array(z.strictObject({ at: instant, person, what: z.string(), itself: z.boolean() })),
  openedByPeople: z.int(),
})
export type Seal = z.infer<typeof seal>

export const sealRoutes = {
  read: route({
    method: 'GET',
    path: '/api/seals/:type/:id',
    input: z.strictObject({ type: z.string().max(64), id: z.string().max(64) }),
    output: seal,
  }),
}
