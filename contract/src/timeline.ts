/** What a record holds, newest first, and what matters of it at a glance. */
import { z } from 'zod'
import { route } from './route.ts'

export const itemKinds = [
  'note',
  'document',
  'image',
  'file',
  'problem',
  'medicine',
  'allergy',
  'immunisation',
  'encounter',
  'procedure',
  'result',
  'plan',
  'other',
] as const
export const timelineKinds = ['all', ...itemKinds] as const

/** One number of an observation. Limits are those that the record names; null where it names none. */
const measuredPart = z.strictObject({
  label: z.string(),
  value: z.number(),
  unit: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type MeasuredPart = z.infer<typeof measuredPart>

export const timelineItem = z.strictObject({
  kind: z.enum(itemKinds),
  /** The FHIR type and id under which it is opened. */
  type: z.string(),
  id: z.string(),
  version: z.int(),
  title: z.string(),
  /** When it happened, by the record itself: an instant, or as much of a date as it says; empty when it says none. */
  at: z.string(),
  author: z.string(),
  preview: z.string(),
  /** `none` for what simply happened. */
  standing: z.enum(['current', 'planned', 'past', 'in-error', 'none']),
  /** The status in words, where it is worth saying: `stopped`. */
  state: z.string(),
  /** What was found, with its unit: `120/80 mmHg`. */
  value: z.string(),
  /** By which measurements of the same thing are asked for; empty for what is not measured. */
  code: z.string(),
  measured: z.array(measuredPart),
  /** Id of the encounter within which it happened; empty when the record names none. */
  encounter: z.string(),
})
export type TimelineItem = z.infer<typeof timelineItem>

/** Newest first, each thing once, by its newest entry. */
const overview = z.strictObject({
  problems: z.array(timelineItem),
  pastProblems: z.int(),
  medicines: z.array(timelineItem),
  pastMedicines: z.int(),
  immunisations: z.array(timelineItem),
  measurements: z.array(
    z.strictObject({
      newest: timelineItem,
      count: z.int(),
      /** The first number of each, oldest first, at most 24. */
      course: z.array(z.strictObject({ at: z.string(), value: z.number() })),
    }),
  ),
})
export type Overview = z.infer<typeof overview>

export const timeline = z.strictObject({
  items: z.array(timelineItem),
  counts: z.record(z.enum(timelineKinds), z.int()),
  /** Years in which something happened, newest first, with how much; of the kind that is asked for. */
  years: z.array(z.strictObject({ year: z.string(), count: z.int() })),
  /** How many there are of what is asked for, from whichever year. */
  total: z.int(),
  cursor: z.string().nullable(),
  /** With the first page of everything alone, so that a record opens with one answer. */
  overview: overview.nullable(),
})

/**
 * Newest first, 50 a page; `cursor` is sealed and comes from the answer before. `year` starts with what happened in that
 * year or before; `code` gives the measurements of one thing, `encounter` what happened within one.
 */
export const timelineRoute = route({
  method: 'GET',
  path: '/api/patients/:id/timeline',
  input: z.strictObject({
    id: z.string().max(64),
    kind: z.enum(timelineKinds).default('all'),
    year: z
      .string()
      .regex(/^\d{4}$/, 'A year has four digits.')
      .optional(),
    code: z.string().max(200).optional(),
    encounter: z.string().max(64).optional(),
    cursor: z.string().max(200).optional(),
  }),
  output: timeline,
})
