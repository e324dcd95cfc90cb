/** The timeline of a record, page by page, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { patientRoutes, type TimelineItem, type timelineKinds } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'

export type TimelineKind = (typeof timelineKinds)[number]

export function useTimeline(patient: string, kind: TimelineKind, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['timeline', patient, kind],
    queryFn: ({ pageParam }) =>
      call(patientRoutes.timeline, { id: patient, kind, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled,
  })
}

export interface Year {
  year: string
  items: TimelineItem[]
}

/** Items in the order they came, under the years in which they happened (by the London calendar). */
export function byYear(items: readonly TimelineItem[], dayOf: (at: string) => string): Year[] {
  const years: Year[] = []
  for (const item of items) {
    const year = item.at === '' ? 'No date' : dayOf(item.at).slice(-4)
    const last = years.at(-1)
    if (last?.year === year) last.items.push(item)
    else years.push({ year, items: [item] })
  }
  return years
}
