/** What a practice decides about signing in and being in: read at every request, sealed, marked, changed by administrators. */
import { z } from 'zod'
import { readRange } from './address-range.ts'
import { reviewMonths } from './reviews.ts'
import { route } from './route.ts'
import { empty, id, instant, line } from './shapes.ts'
import { workingHours } from './working-hours.ts'

/** For example `192.0.2.0/24`, and what it is called at the practice. */
const addressRange = z.strictObject({
  range: z
    .string()
    .max(50)
    .trim()
    .refine((text) => readRange(text) !== null, 'Write an address, or a range such as 192.0.2.0/24 or 2001:db8::/48.'),
  name: line(80),
})
const addresses = z.array(addressRange).max(100)

/** Where the practice works, known by its networks: a single permission can be given or withdrawn at one of them (P03). */
const location = z.strictObject({
  id,
  name: line(80),
  addresses: addresses.min(1, 'A location is known by its networks: name one at least.'),
})

export const rules = z.strictObject({
  /** Minutes without activity after which a session ends. */
  idleMinutes: z.int().min(5, 'At least 5 minutes.').max(60, 'At most 60 minutes.'),
  /** Everybody is asked for a second factor at every sign-in (P13, P14). */
  factorRequired: z.boolean(),
  /** Days after the approval in which a member can set one up. */
  factorGraceDays: z.int().min(0).max(90, 'At most 90 days.'),
  /**
   * Administrators have a passkey, where the practice asks for a second factor and its Candour's address can have passkeys:
   * after the same days they reach nothing but the way to one.
   */
  administratorPasskey: z.boolean(),
  /** Passwords need an upper-case letter, a lower-case one and a digit, besides all else (P18). */
  passwordMix: z.boolean(),
  /** The operator's support may ask to be let in (P09). Off until somebody says so. */
  supportAllowed: z.boolean(),
  /** Months between two reviews of sign-ins and access; 0: none is asked for (P27). */
  reviewMonths: z.literal([...reviewMonths]),
  /** From where the practice is open at all (P08); from anywhere where there are none. */
  addresses,
  /** None where the practice works at one place. */
  locations: z
    .array(location)
    .max(50)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'Name each location once.')
    .refine(
      (all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length,
      'Two locations have the same name.',
    ),
  /** For one member something else: `addresses` instead of the practice's, and hours of work. */
  members: z
    .array(z.strictObject({ member: id, addresses: addresses.nullable(), hours: workingHours.nullable() }))
    .max(1000)
    .refine((all) => new Set(all.map(({ member }) => member)).size === all.length, 'Name each member once.'),
})
export type Rules = z.infer<typeof rules>

/** Of a new practice, and of whatever an older one has not decided. */
export const firstRules: Rules = {
  idleMinutes: 15,
  factorRequired: true,
  factorGraceDays: 7,
  administratorPasskey: true,
  passwordMix: false,
  supportAllowed: false,
  reviewMonths: 3,
  addresses: [],
  locations: [],
  members: [],
}

/** With what a screen needs: who changed them last, and whether the reader may. */
export const shownRules = z.strictObject({
  rules,
  revision: z.int(),
  changed: z.strictObject({ at: instant, by: z.string() }).nullable(),
  can: z.array(z.enum(['change'])),
})
export type ShownRules = z.infer<typeof shownRules>

/** All access is stopped (P47) since then, by a member or by the operator. */
export const lockdown = z.strictObject({ at: instant, by: z.string(), byOperator: z.boolean(), reason: z.string() })
export type Lockdown = z.infer<typeof lockdown>

/** Whom rules would lock out, by from where and when they last worked. */
export const rulesCheck = z.strictObject({
  /** The reader is among them: such rules are not taken. */
  you: z.string().nullable(),
  others: z.array(
    z.strictObject({
      member: id,
      name: z.string(),
      lastAt: instant.nullable(),
      from: z.string().nullable(),
      why: z.string(),
    }),
  ),
})
export type RulesCheck = z.infer<typeof rulesCheck>

export const rulesRoutes = {
  read: route({ method: 'GET', path: '/api/rules', input: empty, output: shownRules }),
  /** All of them, on top of the revision that was read. */
  change: route({
    method: 'PUT',
    path: '/api/rules',
    input: z.strictObject({ rules, baseRevision: z.int().min(1), reason: line(300) }),
    output: shownRules,
  }),
  /** What would happen, and nothing changes. */
  check: route({ method: 'POST', path: '/api/rules/check', input: z.strictObject({ rules }), output: rulesCheck }),
  /** Stops all access to the practice at once: every session ends but the one that asks. */
  lock: route({
    method: 'POST',
    path: '/api/lockdown',
    input: z.strictObject({ reason: line(300) }),
    output: z.strictObject({ lockdown, ended: z.int() }),
  }),
  /** Needs a second factor; what the operator locked, the operator lifts. */
  lift: route({
    method: 'POST',
    path: '/api/lockdown/lift',
    input: z.strictObject({ reason: line(300) }),
    output: empty,
  }),
}
