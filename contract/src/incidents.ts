/** An incident: the case of a personal data breach, with its clocks, tasks, decisions, notices and timeline (P50). */
import { z } from 'zod'
import { entry } from './entries.ts'
import {
  act,
  assessment,
  clock,
  count,
  counted,
  decision,
  draftOfNotice,
  event,
  keysOf,
  kind,
  notice,
  type noticeField,
  phase,
  risk,
  role,
  task,
  telling,
  version,
} from './incident-parts.ts'
import { dataCategories, peopleCategories } from './incident-words.ts'
import { route } from './route.ts'
import { empty, id, instant, line, person, text } from './shapes.ts'

const origin = z.strictObject({
  from: z.enum(['hand', 'alert', 'alarm', 'operator']),
  /** Of the alert that it comes from. */
  alert: id.nullable(),
})

const summary = z.strictObject({
  id,
  title: z.string(),
  kind,
  openedAt: instant,
  awareAt: instant,
  isOpen: z.boolean(),
  risk: risk.nullable(),
  clocks: z.array(clock),
  tasks: z.strictObject({ done: count, of: count }),
  alert: id.nullable(),
})
export type IncidentSummary = z.infer<typeof summary>

export const incident = z.strictObject({
  ...summary.shape,
  /** What a change names that was made while looking at this. */
  revision: version,
  what: z.string(),
  role,
  origin,
  openedBy: person,
  who: person.nullable(),
  happenedAt: instant.nullable(),
  assessment,
  counted: z.array(counted),
  decisions: z.array(decision),
  taskList: z.array(task),
  notices: z.array(draftOfNotice),
  acts: z.array(act),
  timeline: z.array(event),
  /** What is still to be done before it can be closed without a second thought. */
  stillOpen: z.array(z.string()),
  /** Whom a task can be given to. */
  handlers: z.array(person),
  can: z.array(z.enum(['work', 'close', 'reopen'])),
})
export type Incident = z.infer<typeof incident>
export type NoticeDraft = z.infer<typeof draftOfNotice>
export type NoticeField = z.infer<typeof noticeField>

const one = { id, baseRevision: version }

export const incidentRoutes = {
  /**
   * What is open first, then the newest; at most 200. Those about oneself are left out as long as somebody else handles
   * incidents. `altered` are those of which something was changed or taken away outside Candour.
   */
  list: route({
    method: 'GET',
    path: '/api/incidents',
    input: empty,
    output: z.strictObject({ incidents: z.array(summary), altered: z.array(id) }),
  }),
  open: route({
    method: 'POST',
    path: '/api/incidents',
    input: z.strictObject({
      title: line(120),
      what: text(4000),
      kind,
      role,
      happenedAt: instant.nullable(),
      /** When it was first known here; from then on the time counts. */
      awareAt: instant,
      /** The member whom it is about. */
      who: id.nullable(),
    }),
    output: incident,
  }),
  /** One alert has one case: asked again, it answers the one that is there. */
  openFromAlert: route({
    method: 'POST',
    path: '/api/incidents/from-alert',
    input: z.strictObject({ alert: id }),
    output: incident,
  }),
  /** Of a notice that something was altered; asked again, the same. */
  openFromNotice: route({
    method: 'POST',
    path: '/api/incidents/from-notice',
    input: z.strictObject({ notice: id }),
    output: incident,
  }),
  read: route({ method: 'GET', path: '/api/incidents/:id', input: z.strictObject({ id }), output: incident }),
  /** The entries of the alert and of what was counted, newest first; at most 200. */
  entries: route({
    method: 'GET',
    path: '/api/incidents/:id/entries',
    input: z.strictObject({ id }),
    output: z.strictObject({ entries: z.array(entry), more: z.boolean() }),
  }),
  /** What was said before stays beside it. */
  correct: route({
    method: 'POST',
    path: '/api/incidents/:id/times',
    input: z.strictObject({ ...one, happenedAt: instant.nullable(), awareAt: instant, reason: line(500) }),
    output: incident,
  }),
  assess: route({
    method: 'POST',
    path: '/api/incidents/:id/assessment',
    input: z.strictObject({
      ...one,
      people: count.nullable(),
      records: count.nullable(),
      peopleCategories: z.array(keysOf(peopleCategories)).max(12),
      dataCategories: z.array(keysOf(dataCategories)).max(20),
      consequences: text(4000),
      measures: text(4000),
      contact: line(300, 0),
    }),
    output: incident,
  }),
  /** Counts the records that were opened, by one member or by all, between two times; from the ledger. */
  count: route({
    method: 'POST',
    path: '/api/incidents/:id/counts',
    input: z.strictObject({ ...one, member: id.nullable(), fromAt: instant, toAt: instant }),
    output: incident,
  }),
  decideRisk: route({
    method: 'POST',
    path: '/api/incidents/:id/risk',
    input: z.strictObject({ ...one, risk, reason: text(2000) }),
    output: incident,
  }),
  decideTelling: route({
    method: 'POST',
    path: '/api/incidents/:id/telling',
    input: z.strictObject({ ...one, telling, reason: text(2000) }),
    output: incident,
  }),
  /** By somebody else than who decided. */
  confirm: route({
    method: 'POST',
    path: '/api/incidents/:id/confirmation',
    input: z.strictObject({ id, decision: version }),
    output: incident,
  }),
  addTask: route({
    method: 'POST',
    path: '/api/incidents/:id/tasks',
    input: z.strictObject({ id, phase, title: line(200), owner: id.nullable(), dueAt: instant.nullable() }),
    output: incident,
  }),
  changeTask: route({
    method: 'POST',
    path: '/api/incidents/:id/tasks/:task',
    input: z.strictObject({
      id,
      task: z.coerce.number().int().min(1),
      owner: id.nullable(),
      dueAt: instant.nullable(),
      isDone: z.boolean(),
    }),
    output: incident,
  }),
  addNote: route({
    method: 'POST',
    path: '/api/incidents/:id/notes',
    input: z.strictObject({ id, at: instant, text: text(4000) }),
    output: incident,
  }),
  /** A new version; the ones before stay. Nothing is sent by it. */
  saveNotice: route({
    method: 'POST',
    path: '/api/incidents/:id/notices',
    input: z.strictObject({
      ...one,
      notice,
      fields: z.array(z.strictObject({ name: line(40), text: text(8000) })).max(40),
    }),
    output: incident,
  }),
  /** What somebody did outside Candour: it stops the clock. */
  recordAct: route({
    method: 'POST',
    path: '/api/incidents/:id/acts',
    input: z.strictObject({
      ...one,
      notice,
      at: instant,
      how: line(200),
      reference: line(100, 0),
      lateReason: line(1000).nullable(),
    }),
    output: incident,
  }),
  close: route({
    method: 'POST',
    path: '/api/incidents/:id/close',
    input: z.strictObject({
      ...one,
      note: text(2000),
      /** Having seen what is still open. */
      although: z.boolean(),
    }),
    output: incident,
  }),
  reopen: route({
    method: 'POST',
    path: '/api/incidents/:id/reopen',
    input: z.strictObject({ id, reason: line(500) }),
    output: incident,
  }),
  /** Enters why, and fixes what is taken out; the file comes from `/api/incidents/:id/exports/:number`. */
  startExport: route({
    method: 'POST',
    path: '/api/incidents/:id/exports',
    input: z.strictObject({ id, reason: line(500) }),
    output: z.strictObject({ number: version }),
  }),
}
