import type { Draft } from '@candour/contract/drafts.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { lockDraft, showDraft, subjectsOf } from './draft.ts'
import { drafts } from './drafts.store.ts'

/** To the bin. Throws `draft.not_found`. */
export async function discardDraft(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { row, facts } = await lockDraft(call)
  await drafts.discard(call.tx, row.draft, call.now)
  return { output: {}, subjects: subjectsOf(facts) }
}

/** Back from the bin. Throws `draft.not_found`. */
export async function restoreDraft(call: Call<{ id: string }>): Promise<Outcome<Draft>> {
  const opened = await lockDraft(call)
  await drafts.discard(call.tx, opened.row.draft, null)
  return { output: showDraft(opened), subjects: subjectsOf(opened.facts) }
}
