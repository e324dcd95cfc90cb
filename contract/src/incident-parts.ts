/** What a case is made of: its clocks, figures, decisions, tasks, drafts, acts and events. */
import { z } from 'zod'
import {
  dataCategories,
  incidentKinds,
  incidentNotices,
  incidentRoles,
  peopleCategories,
  risks,
  taskPhases,
  tellings,
} from './incident-words.ts'
import { instant, person } from './shapes.ts'

export const keysOf = <K extends string>(words: Record<K, string>) => z.enum(Object.keys(words) as [K, ...K[]])
export const kind = keysOf(incidentKinds)
export const role = keysOf(incidentRoles)
export const notice = keysOf(incidentNotices)
export const risk = keysOf(risks)
export const telling = keysOf(tellings)
export const phase = keysOf(taskPhases)
export const count = z.int().min(0).max(100_000_000)
export const version = z.int().min(1)

export const clock = z.strictObject({
  clock: notice,
  state: z.enum(['waiting', 'running', 'passed', 'stopped', 'not-needed']),
  startsAt: instant,
  dueAt: instant.nullable(),
  stoppedAt: instant.nullable(),
})

/** How many: counted from the ledger, or somebody's estimate; null: not said yet. */
const figure = z.strictObject({ count, how: z.enum(['counted', 'estimated']) }).nullable()

export const decision = z.strictObject({
  /** By which it is confirmed: the number of its step. */
  number: version,
  about: z.enum(['risk', 'individuals']),
  choice: z.string(),
  words: z.string(),
  reason: z.string(),
  by: person,
  at: instant,
  /** Says that somebody need not be told, so a second person has to agree. */
  needsSecond: z.boolean(),
  confirmed: z.strictObject({ by: person, at: instant }).nullable(),
  /** Nobody else was there who could agree. */
  wasAlone: z.boolean(),
  /** A later one took its place otherwise. */
  isCurrent: z.boolean(),
  can: z.array(z.enum(['confirm'])),
})

export const task = z.strictObject({
  number: version,
  phase,
  title: z.string(),
  owner: person.nullable(),
  dueAt: instant.nullable(),
  done: z.strictObject({ by: person, at: instant }).nullable(),
})

export const noticeField = z.strictObject({
  name: z.string(),
  label: z.string(),
  text: z.string(),
  /** Nothing is known of it yet. */
  isMissing: z.boolean(),
})

export const draftOfNotice = z.strictObject({
  notice,
  title: z.string(),
  /** Where the law asks for it, and how it is handed over. */
  how: z.string(),
  /** 0: not written by anybody yet, filled from what is known. */
  version: z.int().min(0),
  saved: z.strictObject({ by: person, at: instant }).nullable(),
  fields: z.array(noticeField),
  /** What the facts would fill in now. */
  filled: z.array(noticeField),
})

export const act = z.strictObject({
  notice,
  at: instant,
  how: z.string(),
  reference: z.string(),
  /** Why it was later than it should have been. */
  lateReason: z.string().nullable(),
  /** Of the draft that was handed over. */
  version: z.int().min(0),
  by: person,
  recordedAt: instant,
})

export const event = z.strictObject({
  number: version,
  /** When it happened; it may have been entered later. */
  at: instant,
  enteredAt: instant,
  by: person,
  what: z.string(),
  text: z.string(),
})

export const assessment = z.strictObject({
  people: figure,
  records: figure,
  peopleCategories: z.array(keysOf(peopleCategories)),
  dataCategories: z.array(keysOf(dataCategories)),
  consequences: z.string(),
  measures: z.string(),
  contact: z.string(),
})

export const counted = z.strictObject({
  at: instant,
  who: person.nullable(),
  fromAt: instant,
  toAt: instant,
  people: count,
  records: count,
  /** Numbers of the first and the last entry; null: there are none. */
  entries: z.strictObject({ first: version, last: version }).nullable(),
})
