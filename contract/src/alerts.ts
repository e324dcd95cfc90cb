/** An alert: something unusual in who signed in and who opened what (P48), with why it is unusual and what was found (P19). */
import { z } from 'zod'
import { entry } from './entries.ts'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** What is looked for. `serious`: the others who settle alerts get a mail as well. */
export const alertRules = {
  'many-failures': { title: 'Many failed tries to sign in', serious: true },
  'new-device': { title: 'An administrator at a new device', serious: true },
  'two-networks': { title: 'In two places at the same time', serious: true },
  'mass-opening': { title: 'Unusually many records opened', serious: true },
  'unusual-hours': { title: 'Records opened at an unusual hour', serious: false },
  'not-under-care': { title: 'Records of patients not under care', serious: false },
  snooping: { title: 'A record opened without a reason that shows', serious: true },
  'unusual-day': { title: 'A day unlike their others', serious: false },
} as const
export type AlertRule = keyof typeof alertRules

export const alertVerdicts = { harmless: 'Harmless', incident: 'An incident' } as const
export type AlertVerdict = keyof typeof alertVerdicts

const step = z.strictObject({
  what: z.enum(['settled', 'reopened']),
  verdict: z.enum(['harmless', 'incident']).nullable(),
  note: z.string(),
  by: person,
  at: instant,
  /** As long as it is not told of again for this member and this patient; null: the next time. */
  quietUntil: instant.nullable(),
})

/** For how long something harmless between one member and one patient may be left untold, in days. */
export const quietDays = [30, 90, 180, 365] as const

export const alert = z.strictObject({
  id,
  rule: z.enum(Object.keys(alertRules) as [AlertRule]),
  title: z.string(),
  /** When the entry was made that raised it. */
  at: instant,
  /** Whom it is about; null: nobody in particular. */
  who: person.nullable(),
  /** Where it is about the operator's support: the request by which they were let in, to be gone through. */
  request: id.nullable(),
  /** What happened, in a sentence. */
  what: z.string(),
  /** What is usual, and from where on it is told. */
  usual: z.string(),
  isOpen: z.boolean(),
  /** What was done about it, oldest first. */
  steps: z.array(step),
  can: z.array(z.enum(['settle', 'reopen'])),
  /** Whether it is about one member and one patient, so that it can be left untold for a while. */
  isOfPair: z.boolean(),
})
export type Alert = z.infer<typeof alert>

/** What the member did around the day of an alert, as a picture of time. */
export const alertDay = z.strictObject({
  from: instant,
  to: instant,
  /** At most 1,000, oldest first. `marked`: what the alert comes from. */
  points: z.array(
    z.strictObject({ at: instant, kind: z.enum(['opened', 'changed', 'signed-in', 'refused']), marked: z.boolean() }),
  ),
  /** The hours in which they usually work on weekdays, by the clock; null where it is not known. */
  usual: z.strictObject({ from: z.int(), to: z.int() }).nullable(),
})
export type AlertDay = z.infer<typeof alertDay>

export const alertRoutes = {
  /**
   * What is open first, then the newest; at most 200, and whatever is left untold at this moment. One's own are left out as long as somebody else settles alerts. `altered`
   * are those that were changed or taken away outside Candour.
   */
  list: route({
    method: 'GET',
    path: '/api/alerts',
    input: empty,
    output: z.strictObject({ alerts: z.array(alert), altered: z.array(id) }),
  }),
  /** With the entries that it comes from, oldest first, at most 30; and with the member’s day around it. */
  read: route({
    method: 'GET',
    path: '/api/alerts/:id',
    input: z.strictObject({ id }),
    output: z.strictObject({ alert, entries: z.array(entry), day: alertDay.nullable() }),
  }),
  settle: route({
    method: 'POST',
    path: '/api/alerts/:id/settle',
    input: z.strictObject({
      id,
      verdict: z.enum(['harmless', 'incident']),
      note: line(500),
      /** Only of what is harmless between one member and one patient. */
      quietDays: z
        .union(quietDays.map((days) => z.literal(days)))
        .nullable()
        .default(null),
    }),
    output: alert,
  }),
  /** What was found stays to be read; what was left untold is told of again. */
  reopen: route({
    method: 'POST',
    path: '/api/alerts/:id/reopen',
    input: z.strictObject({ id, note: line(500) }),
    output: alert,
  }),
}
