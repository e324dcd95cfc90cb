/** The timeline of a record, page by page, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { timelineRoute } from '@candour/contract/timeline.ts'
import { call } from '../../api/client.ts'
import { openChart } from './chart.ts'
import type { TimelineKind } from './kind-words.ts'

export interface TimelineFilter {
  kind: TimelineKind
  /** Begins with what happened in this year or before. */
  year?: string
  /** Measurements of one thing. */
  code?: string
  /** What happened within one encounter. */
  encounter?: string
}

export const everything: TimelineFilter = { kind: 'all' }

export function useTimeline(patient: string, filter: TimelineFilter = everything, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['timeline', patient, filter],
    queryFn: async ({ pageParam }) => {
      const chart = filter === everything && pageParam === null ? await openChart(patient) : null
      if (chart !== null) return chart.timeline
      return call(timelineRoute, { id: patient, ...filter, ...(pageParam !== null && { cursor: pageParam }) })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled,
  })
}
