import type {
  DataCategory,
  IncidentKind,
  IncidentNotice,
  IncidentRole,
  PeopleCategory,
  Risk,
  TaskPhase,
  Telling,
} from '@candour/contract/incident-words.ts'

/** Where a case comes from, by the ids of what it was opened for. */
export type Origin =
  | { from: 'hand' }
  | { from: 'alert'; alert: string; title: string; at: string; entries: number[] }
  | { from: 'alarm'; notice: string }
  /** `awareAt`: when the operator knew; what it knew is told by the opening itself. */
  | { from: 'operator'; awareAt: string }

export interface NewTask {
  phase: TaskPhase
  title: string
  owner: string | null
  dueAt: string | null
}

export interface Opening {
  title: string
  what: string
  kind: IncidentKind
  role: IncidentRole
  happenedAt: string | null
  awareAt: string
  /** The member whom it is about. */
  who: string | null
  origin: Origin
}

export interface Assessment {
  people: number | null
  records: number | null
  peopleCategories: PeopleCategory[]
  dataCategories: DataCategory[]
  consequences: string
  measures: string
  contact: string
}

export interface Counted {
  /** A member, or a request of support; null: everybody. */
  actor: string | null
  fromAt: string
  toAt: string
  people: number
  records: number
  entries: { first: number; last: number } | null
}

/** What a step of a case says; all of it is sealed. */
export type StepFacts =
  | ({ step: 'opened'; tasks: NewTask[] } & Opening)
  | { step: 'corrected'; awareAt: string; happenedAt: string | null; reason: string }
  | ({ step: 'assessed' } & Assessment)
  | ({ step: 'counted' } & Counted)
  | { step: 'decided'; about: 'risk'; choice: Risk; reason: string; alone: boolean }
  | { step: 'decided'; about: 'individuals'; choice: Telling; reason: string; alone: boolean }
  | { step: 'confirmed'; decision: number }
  | ({ step: 'task-added' } & NewTask)
  | { step: 'task-changed'; task: number; owner: string | null; dueAt: string | null; isDone: boolean }
  | { step: 'noted'; at: string; text: string }
  | { step: 'notice-saved'; notice: IncidentNotice; fields: { name: string; text: string }[] }
  | {
      step: 'recorded'
      notice: IncidentNotice
      at: string
      how: string
      reference: string
      lateReason: string | null
      version: number
    }
  | { step: 'reminded'; clock: IncidentNotice; stage: string; dueAt: string | null }
  | { step: 'closed'; note: string; stillOpen: string[] }
  | { step: 'reopened'; reason: string }
  | { step: 'exported'; reason: string }

/** Who did it: a member, the operator by a command, or Candour by itself. */
export type By = { member: string } | 'operator' | 'candour'

export type Step = StepFacts & { number: number; at: string; by: By }
