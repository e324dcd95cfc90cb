/**
 * Who looked at a record, in words for the person whose record it is (B2): what staff see of it, and the link by which a patient
 * sees it once, with a code that is handed over apart from it.
 */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** Days after which a link that nobody opened is over. */
export const accessLinkDays = [1, 3, 7] as const
/** Minutes for which the one browser that opened it sees the page. */
export const accessMinutes = 30
/** Wrong codes after which a link is over. */
export const accessTries = 5

/** `upkeep`: by Candour itself; nobody read anything. `altered`: what stands there is not what was entered, and isn't told. */
export const lookKinds = ['opened', 'changed', 'sent', 'checked', 'shown', 'upkeep', 'refused', 'altered'] as const

/** What one person (or Candour itself) did in one sitting of one day. */
export const look = z.strictObject({
  /** Number of its newest entry. */
  number: z.int(),
  from: instant,
  to: instant,
  who: z.strictObject({
    kind: z.enum(['staff', 'support', 'operator', 'candour', 'patient', 'unknown']),
    /** Null where only the role is shown. */
    name: z.string().nullable(),
    role: z.string(),
  }),
  acts: z.array(z.strictObject({ kind: z.enum(lookKinds), what: z.string(), count: z.int() })),
  /** Where it is known, and fit for whoever reads this. */
  why: z.string().nullable(),
  /** The details of it were removed on that day, under the practice's retention. */
  removedAt: instant.nullable(),
})
export type Look = z.infer<typeof look>

const looks = {
  /** Newest first. */
  looks: z.array(look),
  /** Ask on from there, when there are more. */
  before: z.int().nullable(),
}

/** `waiting`: for a second person; `ready`: to be opened; `open`: somebody sees it now; `over`: it opens nothing any more. */
export const accessLinkStates = ['waiting', 'ready', 'open', 'over'] as const
export const accessLinkEnds = ['revoked', 'tries', 'time', 'opened', 'restricted'] as const

export const accessLink = z.strictObject({
  id,
  made: z.strictObject({ at: instant, by: person }),
  endsAt: instant,
  state: z.enum(accessLinkStates),
  /** Why it opens nothing any more. */
  over: z.enum(accessLinkEnds).nullable(),
  openedAt: instant.nullable(),
  tries: z.int(),
  /** What the maker answered: is anybody at risk when this patient learns names? */
  safety: z.strictObject({
    isAnybodyAtRisk: z.boolean(),
    words: z.string(),
    hidden: z.array(person),
    allHidden: z.boolean(),
  }),
  confirmed: z.strictObject({ at: instant, by: person }).nullable(),
  can: z.array(z.enum(['confirm', 'revoke'])),
})
export type AccessLink = z.infer<typeof accessLink>

const patientId = z.string().max(64)
const beforeEntry = z.coerce.number().int().min(1).optional()

export const accessLinkRoutes = {
  /** Who looked at a record, as its patient would see it with every name, and the reasons that were given. */
  preview: route({
    method: 'GET',
    path: '/api/patients/:id/looks',
    input: z.strictObject({ id: patientId, before: beforeEntry }),
    output: z.strictObject({
      ...looks,
      /** The record's key was destroyed: who looked at it until then still stands here. */
      isErased: z.boolean(),
      /** The newest entry of the practice's ledger. */
      size: z.int(),
    }),
  }),
  list: route({
    method: 'GET',
    path: '/api/patients/:id/access-links',
    input: z.strictObject({ id: patientId }),
    output: z.strictObject({
      links: z.array(accessLink),
      /** Who may be named on a new one. */
      staff: z.array(person),
      isRestricted: z.boolean(),
    }),
  }),
  /** Link and code, told this once. */
  make: route({
    method: 'POST',
    path: '/api/patients/:id/access-links',
    input: z.strictObject({
      id: patientId,
      days: z.literal([...accessLinkDays], 'Choose one of the times.'),
      isAnybodyAtRisk: z.boolean(),
      words: line(500, 10),
      /** Members of whom the role alone is shown. */
      hidden: z.array(id).max(1000),
      allHidden: z.boolean(),
    }),
    output: z.strictObject({ link: accessLink, url: z.string(), code: z.string() }),
  }),
  confirm: route({
    method: 'POST',
    path: '/api/access-links/:id/confirm',
    input: z.strictObject({ id }),
    output: accessLink,
  }),
  revoke: route({
    method: 'POST',
    path: '/api/access-links/:id/revoke',
    input: z.strictObject({ id }),
    output: accessLink,
  }),
  /** Public: by link and code, once. Every reason for which they open nothing answers alike. */
  open: route({
    method: 'POST',
    path: '/api/access-links/open',
    input: z.strictObject({
      token: z.string().max(100),
      code: z
        .string()
        .max(40)
        .transform((text) => text.replace(/[\s-]/g, '')),
    }),
    output: z.strictObject({ until: instant }),
  }),
  /** By the browser that opened a link, for a while. */
  read: route({
    method: 'GET',
    path: '/api/access-links/own',
    input: z.strictObject({ before: beforeEntry }),
    output: z.strictObject({
      ...looks,
      practice: z.strictObject({ name: z.string(), town: z.string() }),
      /** "Margery A.": enough to know one's own by. */
      patient: z.string(),
      until: instant,
      hidesNames: z.boolean(),
    }),
  }),
  /** The browser forgets it before its time. */
  leave: route({ method: 'DELETE', path: '/api/access-links/own', input: empty, output: empty }),
}
