/** A password: how it is set, changed, and replaced when it is forgotten. Its rules stand in `password-rules.ts`. */
import { z } from 'zod'
import { route } from './route.ts'
import { email, empty } from './shapes.ts'

/**
 * What may come as a new password; whether it is taken, the rules say. Where somebody may have an account already, this may be
 * that account's password, which was set by older rules.
 */
export const newPassword = z
  .string()
  .min(1, 'Choose a password.')
  .max(1024, 'At most 256 characters.')
  .refine((value) => value.isWellFormed(), 'This holds a character that cannot be typed again.')
  .transform((value) => value.normalize('NFC'))
  .refine((value) => [...value].length <= 256, 'At most 256 characters.')

/** Of a link: it stands behind `#`, so that it reaches no log. */
export const linkToken = z.string().max(100)

export const passwordRoutes = {
  /** Public: a link to the email, when an account has it. The answer is always the same, and takes as long. */
  askReset: route({
    method: 'POST',
    path: '/api/passwords/reset-link',
    input: z.strictObject({ email }),
    output: empty,
  }),
  /** Public, by the token of the link: whose password it is, and what the new one needs. */
  readReset: route({
    method: 'POST',
    path: '/api/passwords/reset-link/read',
    input: z.strictObject({ token: linkToken }),
    output: z.strictObject({
      name: z.string(),
      email: z.string(),
      /** Names that say nothing to somebody who knows the person. */
      own: z.array(z.string()),
      least: z.int(),
      mix: z.boolean(),
    }),
  }),
  /** Public, by the token of the link, once. Opens no session: the person signs in, with the second factor where there is one. */
  reset: route({
    method: 'POST',
    path: '/api/passwords/reset',
    input: z.strictObject({ token: linkToken, password: newPassword }),
    output: empty,
  }),
  /** The own one. Everywhere else one is signed out. */
  change: route({
    method: 'POST',
    path: '/api/passwords/change',
    input: z.strictObject({ current: z.string().max(1024), password: newPassword }),
    output: empty,
  }),
}
