/** What Candour promises, and how each promise stands now: found by checks, tests and evidence, never set by hand (B1). */
import { z } from 'zod'
import { checkTurn } from './checks.ts'
import { filedEvidence } from './evidence.ts'
import { route } from './route.ts'
import { date, empty, id, instant, line, person } from './shapes.ts'

export const promiseStates = {
  kept: 'Kept',
  failing: 'Failing',
  'evidence-missing': 'Evidence missing',
  'evidence-expired': 'Evidence expired',
  'not-built': 'Not built',
} as const
export type PromiseState = keyof typeof promiseStates
export const promiseState = z.enum(Object.keys(promiseStates) as [PromiseState])

export const promiseId = z.string().regex(/^[PB]\d{1,2}$/, 'This is no promise of Candour’s.')

const count = z.int().min(0)

const liveCheck = z.strictObject({
  name: z.string(),
  title: z.string(),
  state: z.enum(['well', 'failing']),
  what: z.string(),
  since: instant.nullable(),
  lastRunAt: instant.nullable(),
  /** How it turned within the last 30 days, and how it stood before: newest first, ten at most. */
  history: z.array(checkTurn),
})
export type LiveCheck = z.infer<typeof liveCheck>

/** One line of the page. */
const promiseLine = z.strictObject({
  id: promiseId,
  sentence: z.string(),
  state: promiseState,
  /** Null where it is so by what is built, and nobody has found out a time. */
  since: instant.nullable(),
  /** In a few words: `You, chased 17-Nov-2026`, `Never run`. */
  why: z.string(),
  lastRunAt: instant.nullable(),
})
export type PromiseLine = z.infer<typeof promiseLine>

const group = z.strictObject({ name: z.string(), promises: z.array(promiseLine), lastRunAt: instant.nullable() })
export type PromiseGroup = z.infer<typeof group>

const counts = z.record(promiseState, count)

/** A signed evidence pack that somebody made for a visit. */
const pack = z.strictObject({ id, at: instant, by: person, visit: z.string(), reason: z.string() })

/** For what a pack is made. */
export const visits = { dspt: 'DSPT', dtac: 'DTAC', cqc: 'CQC', other: 'Another visit' } as const
export type Visit = keyof typeof visits

const publication = z.strictObject({
  /** The last part of its address; null while it is not published. */
  name: z.string().nullable(),
  at: instant,
  indexed: z.boolean(),
})

export const proof = z.strictObject({
  at: instant,
  version: z.string(),
  kept: count,
  of: count,
  /** Of P01 to P81. */
  counts,
  groups: z.array(group),
  lastRunAt: instant.nullable(),
  /** Null where it never was. */
  publication: publication.nullable(),
  packs: z.array(pack),
  can: z.array(z.enum(['file', 'decide'])),
})
export type Proof = z.infer<typeof proof>

export const promiseDetail = promiseLine.extend({
  text: z.string(),
  organisational: z.enum(['no', 'in part', 'whole']),
  /** Null where it is built whole. */
  missing: z.string().nullable(),
  happened: z.string().nullable(),
  safe: z.string().nullable(),
  notCovered: z.string(),
  checks: z.array(liveCheck),
  tests: z.array(z.strictObject({ title: z.string(), file: z.string() })),
  owner: person.nullable(),
  chasedAt: instant.nullable(),
  /** Newest first; the first counts. */
  evidence: z.array(filedEvidence),
  /** Filed by mistake: it counts for nothing. Newest first. */
  withdrawn: z.array(filedEvidence),
  /** What of its evidence was altered outside Candour. */
  altered: count,
})
export type PromiseDetail = z.infer<typeof promiseDetail>

/** What strangers read: states and days, and no word of why. */
export const publishedProof = z.strictObject({
  practice: z.string(),
  town: z.string(),
  at: instant,
  version: z.string(),
  kept: count,
  of: count,
  counts,
  groups: z.array(
    z.strictObject({
      name: z.string(),
      promises: z.array(
        z.strictObject({ id: promiseId, sentence: z.string(), state: promiseState, since: date.nullable() }),
      ),
    }),
  ),
  /** Whether search engines may list it. */
  indexed: z.boolean(),
})
export type PublishedProof = z.infer<typeof publishedProof>

export const packContentPath = '/api/packs/:id/content' as const

export const promiseRoutes = {
  show: route({ method: 'GET', path: '/api/proof', input: empty, output: proof }),
  read: route({
    method: 'GET',
    path: '/api/proof/promises/:promise',
    input: z.strictObject({ promise: promiseId }),
    output: promiseDetail,
  }),
  /** Runs every check of this practice and of the installation. */
  run: route({ method: 'PUT', path: '/api/proof/run', input: empty, output: z.strictObject({ at: instant }) }),
  publish: route({
    method: 'PUT',
    path: '/api/proof/publication',
    input: z.strictObject({ indexed: z.boolean() }),
    output: publication,
  }),
  /** Its address opens nothing more, for good. */
  unpublish: route({ method: 'DELETE', path: '/api/proof/publication', input: empty, output: empty }),
  /** For everybody who has the address. */
  readPublished: route({
    method: 'GET',
    path: '/api/published-proofs/:name',
    input: z.strictObject({ name: z.string().max(100) }),
    output: publishedProof,
  }),
  /** As everything stands now; it is fetched within the hour, by who made it. */
  pack: route({
    method: 'POST',
    path: '/api/packs',
    input: z.strictObject({ visit: z.enum(Object.keys(visits) as [Visit]), reason: line(300) }),
    output: z.strictObject({ id, contentUrl: z.string() }),
  }),
}
