/** Mails that wait: of an installation without a mail server, shown on this machine alone, so that a newcomer sees them. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant } from './shapes.ts'

export const waitingMail = z.strictObject({
  id,
  at: instant,
  to: z.strictObject({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  /** The one thing to do, when there is one. */
  action: z.strictObject({ label: z.string(), url: z.string() }).nullable(),
})

export const mailRoutes = {
  outbox: route({
    method: 'GET',
    path: '/api/mails',
    input: empty,
    output: z.strictObject({ mails: z.array(waitingMail) }),
  }),
}
