/** A session: one person, one practice, one device. The cookie holds the token, the server its hash. */
import { z } from 'zod'
import { factorKind, proof } from './factors.ts'
import { permissions, type Level, type Permission } from './permissions.ts'
import { practice } from './practices.ts'
import { route } from './route.ts'
import { email, empty, id, instant } from './shapes.ts'

export const level = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
]) satisfies z.ZodType<Level>

export const session = z.strictObject({
  account: z.strictObject({ id, name: z.string(), email: z.string() }),
  member: z.strictObject({ id, name: z.string(), role: z.string(), level }),
  practice,
  /** The other practices in which this account is an approved member. */
  otherPractices: z.array(z.strictObject({ id, name: z.string(), town: z.string() })),
  can: z.array(z.enum(permissions as [Permission, ...Permission[]])),
  /** Sent back in `X-Candour-Csrf` with every change. */
  csrf: z.string(),
  /** When this account last signed in before now, and from where (P26). Null at the first time. */
  lastSignIn: z.strictObject({ at: instant, from: z.string() }).nullable(),
  idleMinutes: z.int(),
  endsAt: instant,
  /** What is asked when the person is to show once more that they are there. */
  provesBy: z.array(z.enum(['password', 'passkey', 'totp', 'recovery'])),
  /** How long the last proof of being there still holds, for what needs one; 0 when it does no more. */
  provedForSeconds: z.int(),
  /** The practice asks for a second factor, and there is none yet: from when on nothing else is shown. */
  factorDueAt: instant.nullable(),
})
export type Session = z.infer<typeof session>

/** In, or the second step is to come: with the ticket, which holds ten minutes. */
export const signInOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('signed-in'), session }),
  z.strictObject({ outcome: z.literal('factor-needed'), ticket: z.string(), ways: z.array(factorKind) }),
])

export const sessionRoutes = {
  /**
   * Public: signs in. With several practices the first one of the list is opened unless `practice` names one.
   */
  signIn: route({
    method: 'POST',
    path: '/api/sessions',
    input: z.strictObject({ email, password: z.string().max(1024), practice: id.optional() }),
    output: signInOutcome,
  }),
  /** Public: the second step. Five tries a ticket. */
  proveFactor: route({
    method: 'POST',
    path: '/api/sessions/factor',
    input: z.strictObject({ ticket: z.string().regex(/^[\w-]{43}$/, 'This is no ticket.'), proof }),
    output: session,
  }),
  /** Shows once more that it is you: by a second factor, where there is one, else by the password. A new token. */
  prove: route({
    method: 'POST',
    path: '/api/sessions/current/proof',
    input: z.strictObject({
      proof: z.union([proof, z.strictObject({ by: z.literal('password'), password: z.string().max(1024) })]),
    }),
    output: session,
  }),
  read: route({ method: 'GET', path: '/api/sessions/current', input: empty, output: session }),
  /** The same person in another practice: a new token, a new session (role change). */
  switchPractice: route({
    method: 'POST',
    path: '/api/sessions/current/practice',
    input: z.strictObject({ practice: id }),
    output: session,
  }),
  signOut: route({ method: 'DELETE', path: '/api/sessions/current', input: empty, output: empty }),
}
