/** The practice's ledger as somebody outside checks it: how far it is signed, by which key, and to whom that is mailed. */
import { z } from 'zod'
import { route } from './route.ts'
import { email, empty, instant } from './shapes.ts'

/** A signed note (C2SP tlog-checkpoint), and what it says. */
const checkpoint = z.strictObject({ size: z.int().min(0), at: instant, note: z.string() })

export const mostMailed = 5

const page = z.strictObject({
  /** How many entries there are. */
  entries: z.int().min(0),
  /** The newest; null while nobody asked for one. */
  newest: checkpoint.nullable(),
  /** The verifier key (C2SP signed-note) of the practice's ledger, to be written down once. */
  key: z.string(),
  /** Who is sent the day's checkpoint. */
  mailedTo: z.array(z.string()),
  revision: z.int().min(0),
  /** Whether the actor decides who is sent it. */
  mayChange: z.boolean(),
})
export type CheckpointPage = z.infer<typeof page>

const most = 200

export const checkpointRoutes = {
  read: route({ method: 'GET', path: '/api/ledger', input: empty, output: page }),
  sign: route({ method: 'POST', path: '/api/ledger/checkpoints', input: empty, output: checkpoint }),
  /** Where the practice's tree stood when it went into the tree of all, newest first. */
  anchors: route({
    method: 'GET',
    path: '/api/ledger/anchors',
    /** Those of fewer entries. */
    input: z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
    output: z.strictObject({
      anchors: z
        .array(
          z.strictObject({
            size: z.int(),
            root: z.string(),
            text: z.string(),
            nonce: z.string(),
            index: z.int().min(0),
          }),
        )
        .max(most),
      before: z.int().nullable(),
    }),
  }),
  setMail: route({
    method: 'PUT',
    path: '/api/ledger/mail',
    input: z.strictObject({
      mailedTo: z.array(email).max(mostMailed, `At most ${mostMailed} addresses.`),
      baseRevision: z.int().min(0),
    }),
    output: page,
  }),
}

/** As C2SP tlog-tiles has them; the same without `/api`, for the tree of all practices, is public. */
export const ledgerPaths = {
  checkpoint: '/api/ledger/checkpoint',
  tile: '/api/ledger/tile/:level/*',
  key: '/api/ledger/key',
  proof: '/api/ledger/entries/:number/proof',
  bundle: '/api/ledger/bundle',
} as const
