/** A notice: what Candour tells a practice by itself, such as the end of the trial (P76). */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant } from './shapes.ts'

export const notice = z.strictObject({
  id,
  at: instant,
  heading: z.string(),
  text: z.string(),
  /** What can be done about it by one click: opening a case, where one may. */
  proposes: z.enum(['incident']).nullable(),
})

export const noticeRoutes = {
  list: route({
    method: 'GET',
    path: '/api/notices',
    input: empty,
    output: z.strictObject({ notices: z.array(notice) }),
  }),
  dismiss: route({ method: 'DELETE', path: '/api/notices/:id', input: z.strictObject({ id }), output: empty }),
}
