/** The practice's sign-ins, as its ledger has them: who came in, who failed to, who left, and who changed how they sign in. */
import { z } from 'zod'
import { route } from './route.ts'
import { date, id, instant, person } from './shapes.ts'

/** What of the ledger they are; the same list stands on the ledger's index (migration 0020). */
export const signInVerbs = {
  in: ['session.sign-in'],
  left: ['session.sign-out', 'session.lock', 'session.end', 'session.end-others', 'session.switch-practice'],
  changed: [
    'session.not-me',
    'seat.set',
    'seat.remove',
    'factor.confirm-totp',
    'factor.make-recovery-codes',
    'factor.remove',
    'factor.start-passkey',
    'factor.confirm-passkey',
    'password.change',
    'password.reset',
    'email.change',
    'email.undo',
    'recovery.start',
    'recovery.finish',
    'provider.finish-link',
    'provider.unlink',
  ],
  support: ['support.open', 'support.close'],
} as const

/** `failed`: refused, whichever of them it was. */
export const signInKinds = ['all', 'in', 'failed', 'left', 'changed', 'support'] as const
export type SignInKind = Exclude<(typeof signInKinds)[number], 'all'>

export const signIn = z.strictObject({
  number: z.int(),
  at: instant,
  who: person,
  kind: z.enum(['in', 'failed', 'left', 'changed', 'support']),
  /** In words: "Signed in by password and authenticator app". */
  what: z.string(),
  device: z.string(),
  address: z.string(),
  /** Why it was refused, in words. */
  refusal: z.string().nullable(),
  /** SHA-256 of the leaf, hex. */
  hash: z.string(),
})
export type SignIn = z.infer<typeof signIn>

/** A day in London. */
export const day = date.refine((text) => text >= '1900' && text < '3000', 'This is no day on which Candour was in use.')

const filter = {
  kind: z.enum(signInKinds).default('all'),
  member: id.optional(),
  /** Days in London, both included. */
  from: day.optional(),
  to: day.optional(),
}

/** What `exportPath` takes besides. */
export const signInExport = z.strictObject({ ...filter, format: z.enum(['csv', 'ndjson']) })
export const signInExportPath = '/api/sign-ins/export' as const

export const signInRoutes = {
  list: route({
    method: 'GET',
    path: '/api/sign-ins',
    input: z.strictObject({ ...filter, before: z.coerce.number().int().min(1).optional() }),
    output: z.strictObject({
      signIns: z.array(signIn),
      before: z.int().nullable(),
      members: z.array(z.strictObject({ id, name: z.string() })),
    }),
  }),
}
