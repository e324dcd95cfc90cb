import type { Origin } from './origins.ts'

/** Under which heading a record's lists show a resource; `patient` is shown by its banner alone. */
export type SummaryKind =
  | 'patient'
  | 'note'
  | 'image'
  | 'file'
  | 'document'
  | 'problem'
  | 'medicine'
  | 'allergy'
  | 'immunisation'
  | 'encounter'
  | 'procedure'
  | 'result'
  | 'plan'
  | 'other'
  | 'deletion'

/** Whether it holds now: `none` for what simply happened, such as a procedure that was done. */
export type Standing = 'current' | 'planned' | 'past' | 'in-error' | 'none'

/** One number of an observation: the diastolic pressure of a blood pressure. Limits are those that the record names. */
export interface MeasuredPart {
  label: string
  value: number
  unit: string
  low: number | null
  high: number | null
}

/** What a list shows of a record without opening it whole; sealed beside it. */
export interface Summary {
  kind: SummaryKind
  title: string
  /** When it happened, by the record itself: ISO 8601 instant, or as much of a date as it says; empty when it says none. */
  at: string
  author: { member: string | null; name: string; role: string }
  preview: string
  /** The rest is absent where there is nothing to say, and in what was sealed before there was more to say. */
  standing?: Standing
  /** The status in a word or two, when it is worth one: `stopped`, `entered in error`. */
  state?: string
  /** What was found, with its unit: `120/80 mmHg`. */
  value?: string
  /** By which measurements of the same thing find each other: `system|code`, or the words alone. */
  code?: string
  measured?: MeasuredPart[]
  /** FHIR id of the encounter within which it happened. */
  encounter?: string
  /** References that an import rewrote. */
  origins?: Origin[]
}

/** As it is sealed: with the time of writing, which also stands readable in the row. */
export interface SealedSummary extends Summary {
  writtenAt: string
}
