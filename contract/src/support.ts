/**
 * The operator's support: people of the operator with accounts of their own, who stand outside every practice until one lets
 * them in, for a reason and a while, to read and nothing else (P09, P10).
 */
import { z } from 'zod'
import { newPasskey, passkeyOptions, signedPasskey } from './factors.ts'
import { permissions, type Permission } from './permissions.ts'
import { practice } from './practices.ts'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** Minutes that can be asked for. */
export const supportMinutes = [15, 30, 60, 120, 240, 480] as const

/** What somebody of support can do in a practice that let them in. Only endpoints that say so are open, and none that writes. */
export const supportCan: readonly Permission[] = [
  'patient.find',
  'patient.read',
  'note.read',
  'file.read',
  'record.read',
]

/** With which a call is made as support, in a practice; its value is the request that let them in. */
export const supportHeader = 'x-candour-support'

/** Eight digits, read out by telephone; spaces allowed. */
export const supportCode = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .refine((text) => /^\d{8}$/.test(text), 'The code has eight digits.')

/** `over`: it was open and is no more; `expired`: nobody said anything for a day. */
export const supportStates = ['waiting', 'expired', 'refused', 'open', 'over'] as const

/** By whom it came to its end: a member, support themselves, the operator, time, the switch, a lockdown. */
export const supportEnds = ['member', 'support', 'operator', 'time', 'switch', 'lockdown'] as const

export const supportRequest = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  reason: z.string(),
  minutes: z.int(),
  askedAt: instant,
  /** The device that asked, in words. */
  from: z.string(),
  state: z.enum(supportStates),
  /** Approved or refused. */
  decided: z.strictObject({ at: instant, by: person }).nullable(),
  /** When it ends by itself, once it was approved. */
  until: instant.nullable(),
  ended: z.strictObject({ at: instant, how: z.enum(supportEnds), by: person.nullable() }).nullable(),
  can: z.array(z.enum(['approve', 'refuse', 'end', 'replay'])),
})
export type SupportRequest = z.infer<typeof supportRequest>

/** One view, or one refusal, of a support person in the practice, as the ledger has it. */
export const supportStep = z.strictObject({
  number: z.int(),
  at: instant,
  /** In words: "Opened the chart of". */
  what: z.string(),
  /** The patient it was about, where the reader may see the name. */
  patient: z.strictObject({ id: z.string(), family: z.string(), given: z.string(), title: z.string() }).nullable(),
  refusal: z.string().nullable(),
  /** The very versions of records that were opened. */
  records: z.array(z.strictObject({ type: z.string(), id: z.string(), version: z.int() })),
})
export type SupportStep = z.infer<typeof supportStep>

/** A request as the support person sees it. */
export const ownSupportRequest = z.strictObject({
  id,
  practice: z.string(),
  reason: z.string(),
  minutes: z.int(),
  askedAt: instant,
  state: z.enum(supportStates),
  until: instant.nullable(),
})
export type OwnSupportRequest = z.infer<typeof ownSupportRequest>

export const supportSession = z.strictObject({
  name: z.string(),
  email: z.string(),
  csrf: z.string(),
  endsAt: instant,
  idleMinutes: z.int(),
  requests: z.array(ownSupportRequest),
})
export type SupportSession = z.infer<typeof supportSession>

/** The practice, open to a support person. */
export const openedSupport = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  csrf: z.string(),
  practice,
  until: instant,
  can: z.array(z.enum(permissions as [Permission, ...Permission[]])),
})
export type OpenedSupport = z.infer<typeof openedSupport>

const link = z.string().regex(/^[\w-]{43}$/, 'This is no link that Candour gave out.')

export const supportExportPath = '/api/support/export' as const

export const supportRoutes = {
  /** Public, by the link that the operator made: whose it is, and what to ask the browser for a new passkey with. */
  startEnrolment: route({
    method: 'POST',
    path: '/api/support/enrolment/challenge',
    input: z.strictObject({ token: link }),
    output: z.strictObject({ name: z.string(), passkey: passkeyOptions }),
  }),
  /** Public, by the same link, once: the passkey counts, and its person is signed in. */
  enrol: route({
    method: 'POST',
    path: '/api/support/enrolment',
    input: z.strictObject({ token: link, passkey: newPasskey, name: line(40) }),
    output: supportSession,
  }),
  /** Public: what to ask the browser for any passkey with. */
  startSignIn: route({
    method: 'POST',
    path: '/api/support/session/challenge',
    input: empty,
    output: passkeyOptions,
  }),
  /** Public: by passkey; there is no other way. */
  signIn: route({
    method: 'POST',
    path: '/api/support/session',
    input: z.strictObject({ signed: signedPasskey }),
    output: supportSession,
  }),
  /** Of support: who one is, and what one asked for. */
  readSession: route({ method: 'GET', path: '/api/support/session', input: empty, output: supportSession }),
  signOut: route({ method: 'DELETE', path: '/api/support/session', input: empty, output: empty }),
  /** Of support: asks the practice of a code to be let in. */
  ask: route({
    method: 'POST',
    path: '/api/support/own',
    input: z.strictObject({
      code: supportCode,
      reason: line(300, 10),
      minutes: z.literal(supportMinutes, 'Choose one of the times.'),
    }),
    output: ownSupportRequest,
  }),
  /** Of support: goes into the practice that let them in. */
  open: route({
    method: 'POST',
    path: '/api/support/own/:id/open',
    input: z.strictObject({ id }),
    output: openedSupport,
  }),
  /** Of support: done before its time, or not needed any more. */
  close: route({ method: 'DELETE', path: '/api/support/own/:id', input: z.strictObject({ id }), output: empty }),

  /** Who of support is in the practice at this moment, for everybody who works there. */
  now: route({
    method: 'GET',
    path: '/api/support/now',
    input: empty,
    output: z.strictObject({ people: z.array(z.strictObject({ id, name: z.string(), until: instant })) }),
  }),
  /** What was asked and decided, newest first; at most 500. */
  list: route({
    method: 'GET',
    path: '/api/support',
    input: empty,
    output: z.strictObject({ isAllowed: z.boolean(), requests: z.array(supportRequest) }),
  }),
  /** A code to read out; the one before opens nothing any more. */
  makeCode: route({
    method: 'POST',
    path: '/api/support/code',
    input: empty,
    output: z.strictObject({ code: z.string(), endsAt: instant }),
  }),
  /** Lets them in, from now on, as long as was asked for, to read. */
  approve: route({
    method: 'POST',
    path: '/api/support/:id/approve',
    input: z.strictObject({ id }),
    output: supportRequest,
  }),
  refuse: route({
    method: 'POST',
    path: '/api/support/:id/refuse',
    input: z.strictObject({ id }),
    output: supportRequest,
  }),
  /** At once: the very next thing that is asked is refused. */
  end: route({ method: 'POST', path: '/api/support/:id/end', input: z.strictObject({ id }), output: supportRequest }),
  /** What was looked at, in the order in which it was; at most 200 at a time. */
  replay: route({
    method: 'GET',
    path: '/api/support/:id/replay',
    input: z.strictObject({ id, after: z.coerce.number().int().min(0).optional() }),
    output: z.strictObject({
      request: supportRequest,
      steps: z.array(supportStep),
      /** The last of these, when there are more. */
      after: z.int().nullable(),
    }),
  }),
}
