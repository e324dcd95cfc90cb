/** My drafts, and the acts on them. */
import { useQuery } from '@tanstack/react-query'
import { draftRoutes } from '@candour/contract/drafts.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { refreshSoon } from '../../api/refresh.ts'
import { showToast } from '../../ui/toast.tsx'
import { useCan } from '../sessions/session.ts'

export type ListedDraft = OutputOf<typeof draftRoutes.list>['drafts'][number]

const key = ['drafts']

export function useDrafts() {
  const may = useCan('note.write')
  return useQuery({
    queryKey: key,
    queryFn: async () => (await call(draftRoutes.list, {})).drafts,
    enabled: may,
  })
}

/** What this window knows of the drafts without asking. */
export function listedDrafts(): readonly ListedDraft[] {
  return queries.getQueryData<ListedDraft[]>(key) ?? []
}

export function draftsChanged() {
  refreshSoon(key)
}

/** To the bin; the toast brings it back. */
export async function discardDraft(id: string, title: string, afterUndo?: () => void) {
  await call(draftRoutes.discard, { id })
  draftsChanged()
  showToast(`Draft “${title === '' ? 'Untitled' : title}” moved to the bin`, () => {
    void call(draftRoutes.restore, { id }).then(
      () => {
        draftsChanged()
        afterUndo?.()
      },
      () => showToast('The draft could not be brought back now. It stays in the bin for 30 days.'),
    )
  })
}

/** The last words of a draft, as a reminder of where one was. */
export function lastWords(draft: Pick<ListedDraft, 'sections'>): string {
  const written = draft.sections.map((section) => section.text.trim()).filter((text) => text !== '')
  const last = written.at(-1)?.replace(/\s+/g, ' ') ?? ''
  if (last === '') return 'Nothing written yet'
  if (last.length <= 44) return `“${last}”`
  const tail = last.slice(-44)
  return `“… ${tail.slice(tail.indexOf(' ') + 1)}”`
}
