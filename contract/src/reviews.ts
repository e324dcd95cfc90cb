/** A review: somebody looked at the sign-ins and the access of a period, and signed that they did (P27). */
import { z } from 'zod'
import { alertRules, type AlertRule } from './alerts.ts'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** What is looked at, each by itself. */
export const reviewSections = {
  signIns: 'Sign-ins',
  access: 'Records opened',
  alerts: 'Alerts',
  glasses: 'Emergency access',
  permissions: 'Changes of access',
  leavers: 'Who left',
} as const
export type ReviewSection = keyof typeof reviewSections
const sections = Object.keys(reviewSections) as [ReviewSection]

/** Months between two reviews; 0: the practice is not asked for one. */
export const reviewMonths = [0, 1, 3, 6, 12] as const

const count = z.int().min(0)
/** An entry that somebody who reviews should see by itself. */
const change = z.strictObject({
  number: z.int(),
  at: instant,
  by: person,
  what: z.string(),
  /** Whom it concerned. */
  about: person.nullable(),
  reason: z.string().nullable(),
})

export const reviewed = z.strictObject({
  /** Numbers of the first and the last entry. */
  from: z.int(),
  to: z.int(),
  fromAt: instant,
  toAt: instant,
  /** SHA-256 over the leaf hashes of the entries from the first to the last, hex: what was there when it was looked at. */
  hash: z.string(),
  /** Entries that are not there any more: somebody took them away outside Candour. */
  missing: count,
  signIns: z.array(z.strictObject({ who: person, came: count, failed: count, newDevices: count })),
  /** Different records, and how often they were opened. Of the operator's support each request by itself. */
  access: z.array(z.strictObject({ who: person, records: count, openings: count, request: id.optional() })),
  alerts: z.array(z.strictObject({ rule: z.enum(Object.keys(alertRules) as [AlertRule]), raised: count, open: count })),
  glasses: z.array(z.strictObject({ who: person, broken: count, settled: count })),
  /** Newest first, at most 200 each. */
  permissions: z.array(change),
  leavers: z.array(change),
})
export type Reviewed = z.infer<typeof reviewed>
export type ReviewedChange = z.infer<typeof change>

export const review = z.strictObject({
  id,
  number: z.int(),
  by: person,
  at: instant,
  /** How the session of who signed was opened: `password+totp`, ... */
  how: z.string(),
  note: z.string(),
  reviewed,
})
export type Review = z.infer<typeof review>

export const reviewExportPath = '/api/reviews/:id/export' as const

export const reviewRoutes = {
  /** Newest first. `altered`: numbers of those that were changed or taken away outside Candour. */
  list: route({
    method: 'GET',
    path: '/api/reviews',
    input: empty,
    output: z.strictObject({
      /** Null: the practice asks for none. */
      due: z.strictObject({ at: instant, isNow: z.boolean() }).nullable(),
      months: z.int(),
      reviews: z.array(
        z.strictObject({
          id,
          number: z.int(),
          by: person,
          at: instant,
          fromAt: instant,
          toAt: instant,
          note: z.string(),
        }),
      ),
      altered: z.array(z.int()),
    }),
  }),
  /** What there is to look at since the last one. It counts a period's entries, and so takes a moment. */
  prepare: route({
    method: 'POST',
    path: '/api/reviews/preparation',
    /** No further than this entry; else up to the newest. */
    input: z.strictObject({ to: z.int().min(1).optional() }),
    /** `seen`: SHA-256 of what is shown, hex. */
    output: z.strictObject({ reviewed, seen: z.string() }),
  }),
  /** Signs what was shown, up to the same last entry; where that is not what there is now it is refused. */
  sign: route({
    method: 'POST',
    path: '/api/reviews',
    input: z.strictObject({
      to: z.int().min(1),
      seen: z.string().regex(/^[0-9a-f]{64}$/, 'This is no SHA-256.'),
      /** All of them. */
      looked: z
        .array(z.enum(sections))
        .max(20)
        .refine((all) => sections.every((one) => all.includes(one)), 'Look at every section before you sign.'),
      note: line(1000),
    }),
    output: review,
  }),
  read: route({ method: 'GET', path: '/api/reviews/:id', input: z.strictObject({ id }), output: review }),
}
