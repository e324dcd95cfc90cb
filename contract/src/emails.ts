/** The email with which somebody signs in: changed by a link to the new one, taken back by a link to the old one. */
import { z } from 'zod'
import { linkToken } from './passwords.ts'
import { route } from './route.ts'
import { email, empty } from './shapes.ts'

export const emailRoutes = {
  /** A link to the new email. Whether another account has it, nobody is told. */
  askChange: route({
    method: 'POST',
    path: '/api/emails/link',
    input: z.strictObject({ email }),
    output: empty,
  }),
  /** Public, by the token of the link, once. */
  change: route({
    method: 'POST',
    path: '/api/emails/change',
    input: z.strictObject({ token: linkToken }),
    output: z.strictObject({ email: z.string() }),
  }),
  /** Public, by the token that went to the old email: "it was not me". All sessions end, and the password opens nothing. */
  undo: route({
    method: 'POST',
    path: '/api/emails/undo',
    input: z.strictObject({ token: linkToken }),
    output: z.strictObject({ email: z.string() }),
  }),
}
