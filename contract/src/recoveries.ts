/** A recovery: somebody lost their second factor, and two colleagues of each of their practices say that it is them. */
import { z } from 'zod'
import { route } from './route.ts'
import { session } from './sessions.ts'
import { empty, id, instant } from './shapes.ts'

const token = z.string().regex(/^[\w-]{43}$/, 'This is no ticket.')

/** Six digits, read out by who lost the factor, typed by who knows them; spaces allowed. */
export const recoveryNumber = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .refine((text) => /^\d{6}$/.test(text), 'The number has six digits.')

/** As the person sees it who asks. */
export const ownRecovery = z.strictObject({
  number: z.string(),
  expiresAt: instant,
  /** Of each of their practices: how many have confirmed, and whether that is enough. */
  practices: z.array(z.strictObject({ name: z.string(), confirmed: z.int(), isEnough: z.boolean() })),
  isConfirmed: z.boolean(),
})
export type OwnRecovery = z.infer<typeof ownRecovery>

/** As a colleague sees it. */
export const recovery = z.strictObject({
  id,
  name: z.string(),
  role: z.string(),
  at: instant,
  expiresAt: instant,
  /** The device that asks, in words. */
  from: z.string(),
  confirmedBy: z.array(z.string()),
  isEnough: z.boolean(),
  can: z.array(z.enum(['confirm', 'cancel'])),
})
export type Recovery = z.infer<typeof recovery>

export const recoveryRoutes = {
  /** Public, by the ticket of somebody whose password was right. The answer's token is the way back to it. */
  start: route({
    method: 'POST',
    path: '/api/recoveries',
    input: z.strictObject({ ticket: token }),
    output: z.strictObject({ token: z.string(), recovery: ownRecovery }),
  }),
  /** Public, by its token. */
  readOwn: route({
    method: 'POST',
    path: '/api/recoveries/own',
    input: z.strictObject({ token }),
    output: ownRecovery,
  }),
  /** Public, by its token: not needed any more, or not asked for by its person. */
  cancelOwn: route({
    method: 'POST',
    path: '/api/recoveries/own/end',
    input: z.strictObject({ token }),
    output: empty,
  }),
  /** Public, by its token, once it is confirmed: a session in which a new factor is set up, and nothing else done. */
  finish: route({
    method: 'POST',
    path: '/api/recoveries/own/session',
    input: z.strictObject({ token }),
    output: session,
  }),
  /** Those of the practice that are open. */
  list: route({
    method: 'GET',
    path: '/api/recoveries',
    input: empty,
    output: z.strictObject({ recoveries: z.array(recovery) }),
  }),
  /** "I have spoken to them, and this is the number that they read out." */
  confirm: route({
    method: 'POST',
    path: '/api/recoveries/:id/confirmation',
    input: z.strictObject({ id, number: recoveryNumber }),
    output: empty,
  }),
  cancel: route({ method: 'DELETE', path: '/api/recoveries/:id', input: z.strictObject({ id }), output: empty }),
}
