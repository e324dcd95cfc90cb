import type { Origin } from './origins.ts'

/** What a list shows of a record without opening it whole; sealed beside it. */
export interface Summary {
  kind: 'patient' | 'note' | 'image' | 'file' | 'document' | 'allergy' | 'deletion'
  title: string
  /** When it happened, by the record itself: ISO 8601. */
  at: string
  author: { member: string | null; name: string; role: string }
  preview: string
  /** References that an import rewrote. */
  origins?: Origin[]
}

/** As it is sealed: with the time of writing, which also stands readable in the row. */
export interface SealedSummary extends Summary {
  writtenAt: string
}
