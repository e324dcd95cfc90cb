import type { draftRoutes } from '@candour/contract/drafts.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { lockDraft, sealDraft, showDraft, subjectsOf } from './draft.ts'
import { drafts } from './drafts.store.ts'
import { addDraft, type DraftText } from './start-draft.ts'

/** Saves as one types. When somebody (another device) saved in between, both texts are kept, each as a draft. */
export async function saveDraft(
  call: Call<DraftText & { id: string; baseRevision: number }>,
): Promise<Outcome<OutputOf<typeof draftRoutes.save>>> {
  const { input, tx, actor } = call
  const opened = await lockDraft(call)
  const { row, key, facts } = opened
  const { title, sections, device } = input
  const written = { ...facts, title, sections, device }
  if (row.discarded_at !== null || input.baseRevision > row.revision) throw new AppError('draft.not_found')
  if (input.baseRevision < row.revision) {
    if (facts.title === title && JSON.stringify(facts.sections) === JSON.stringify(sections)) {
      // The same save, sent again after its answer was lost.
      return { output: { outcome: 'saved', draft: showDraft(opened) }, subjects: subjectsOf(facts) }
    }
    const other = await addDraft(call, newId(), { ...written, splitFrom: row.draft })
    return { output: { outcome: 'split', draft: other, other: showDraft(opened) }, subjects: subjectsOf(facts) }
  }
  const revision = row.revision + 1
  const saved = await drafts.save(
    tx,
    row.draft,
    actor.member,
    revision,
    sealDraft(call, key, row.draft, revision, written),
  )
  return {
    output: { outcome: 'saved', draft: showDraft({ row: saved, facts: written }) },
    subjects: subjectsOf(written),
  }
}
