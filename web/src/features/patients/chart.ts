/**
 * A record, opened by one request. Its notes come with it and are entered as opened, so they are read where they stand.
 * The key lies under the timeline's: what refreshes that refreshes this.
 */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { chartRoute, type Chart } from '@candour/contract/charts.ts'
import type { Note } from '@candour/contract/notes.ts'
import { ApiError, call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'

function chartQuery(patient: string) {
  return queryOptions({
    queryKey: ['timeline', patient, 'chart'],
    queryFn: async () => {
      const card = ['patient', patient]
      const before = queries.getQueryState(card)?.dataUpdatedAt
      const chart = await call(chartRoute, { id: patient })
      // What an act answered meanwhile is newer.
      if (queries.getQueryState(card)?.dataUpdatedAt === before) queries.setQueryData(card, chart.patient)
      return chart
    },
  })
}

/** Null when a note in it was altered outside Candour: the rest is then asked for without it. */
export async function openChart(patient: string): Promise<Chart | null> {
  try {
    return await queries.fetchQuery({ ...chartQuery(patient), staleTime: 60_000 })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'record.altered') return null
    throw error
  }
}

/** What came with the opening of the record, while the record is open. */
export function useChartNotes(patient: string): readonly Note[] {
  return useQuery({ ...chartQuery(patient), enabled: false }).data?.notes ?? []
}

/** A note that came with the record, and when; nothing once it may have changed. */
export function noteOfChart(patient: string, note: string): { note: Note; at: number } | undefined {
  const { queryKey } = chartQuery(patient)
  const state = queries.getQueryState(queryKey)
  const found = queries.getQueryData(queryKey)?.notes.find((one) => one.id === note)
  if (found === undefined || state === undefined || state.isInvalidated) return undefined
  return { note: found, at: state.dataUpdatedAt }
}
