/** A session: one person, one practice, one device. The cookie holds the token, the server its hash. */
import { z } from 'zod'
import { factorNeeded, passkeyOptions, proof, secondStep, signedPasskey } from './factors.ts'
import { permissions, type Level, type Permission } from './permissions.ts'
import { newPassword } from './passwords.ts'
import { practice } from './practices.ts'
import { lockdown } from './rules.ts'
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
  /** What is due then is a passkey: this is an administrator. */
  passkeyNeeded: z.boolean(),
  /** The practice is locked: this session can look why, and lift it. */
  lockdown: lockdown.nullable(),
  /** Other browsers in which this account was used for the first time within the last days, newest first. */
  newDevices: z.array(z.strictObject({ at: instant, from: z.string() })),
})
export type Session = z.infer<typeof session>

/** In, or the second step is to come: with the ticket, which holds ten minutes. */
export const signInOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('signed-in'), session }),
  factorNeeded,
])

/** One that is open, wherever. */
export const openedSession = z.strictObject({
  id,
  /** "Chrome on Windows". */
  device: z.string(),
  address: z.string(),
  practice: z.string(),
  since: instant,
  lastUsedAt: instant,
  endsAt: instant,
  /** By what it was opened: "password+totp". */
  how: z.string(),
  /** By the short code of a known device, after a whole sign-in there. */
  byCode: z.boolean(),
  isThis: z.boolean(),
})
export type OpenedSession = z.infer<typeof openedSession>

/** Why the screen was left. */
export const lockReasons = ['asked', 'idle', 'over'] as const

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
    input: secondStep,
    output: session,
  }),
  /** Public: what to ask the browser for any passkey with; it holds five minutes, and once. */
  startPasskey: route({
    method: 'POST',
    path: '/api/sessions/passkey/challenge',
    input: empty,
    output: passkeyOptions,
  }),
  /** Public: signs in by a passkey alone, which says itself whose it is. */
  signInByPasskey: route({
    method: 'POST',
    path: '/api/sessions/passkey',
    input: z.strictObject({ signed: signedPasskey, practice: id.optional() }),
    output: session,
  }),
  /** What to ask the browser for a passkey with, to show once more that it is you. */
  startProof: route({
    method: 'POST',
    path: '/api/sessions/current/proof/challenge',
    input: empty,
    output: passkeyOptions,
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
  /** The own ones, in every practice. */
  list: route({
    method: 'GET',
    path: '/api/sessions',
    input: empty,
    output: z.strictObject({ sessions: z.array(openedSession) }),
  }),
  /** Ends one of the own ones. */
  end: route({ method: 'DELETE', path: '/api/sessions/:id', input: z.strictObject({ id }), output: empty }),
  /** Ends all of the own ones but this. */
  endOthers: route({ method: 'POST', path: '/api/sessions/others/end', input: empty, output: empty }),
  /** Leaves the screen: the session ends, the short codes of this browser stay. */
  lock: route({
    method: 'POST',
    path: '/api/sessions/current/lock',
    input: z.strictObject({ why: z.enum(lockReasons) }),
    output: empty,
  }),
  /**
   * A sign-in that was somebody else's: ends all other sessions, sets a new password, tells the administrators, and takes away
   * the second factors and recovery codes that were added `since` it, but for those in `keep`.
   */
  notMe: route({
    method: 'POST',
    path: '/api/sessions/not-me',
    input: z.strictObject({
      password: newPassword,
      /** When it was. */
      since: instant,
      keep: z.array(id).max(20).default([]),
    }),
    output: empty,
  }),
  signOut: route({ method: 'DELETE', path: '/api/sessions/current', input: empty, output: empty }),
}
