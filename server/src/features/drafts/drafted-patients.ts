import type { Within } from '../../platform/http/endpoint.ts'
import { openDraft } from './draft.ts'
import { drafts } from './drafts.store.ts'

/** The patients (internal ids) about whom anybody in the practice writes, in drafts saved since then; no more than that is told. */
export async function draftedPatients(within: Within, since: Date): Promise<Set<string>> {
  const rows = await drafts.savedSince(within.tx, since)
  const opened = await Promise.all(rows.map((row) => openDraft(within, row)))
  return new Set(opened.map(({ facts }) => facts.patient).filter((patient) => patient !== null))
}
