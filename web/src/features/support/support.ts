/** What is asked of support, and of a practice about it. */
import { useQuery } from '@tanstack/react-query'
import { supportRoutes, type supportStates } from '@candour/contract/support.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['support']

export function useSupportRequests() {
  return useQuery({ queryKey: [...key, 'list'], queryFn: () => call(supportRoutes.list, {}), staleTime: 0 })
}

export function useSupportNow() {
  return useQuery({ queryKey: [...key, 'now'], queryFn: async () => (await call(supportRoutes.now, {})).people })
}

export const supportChanged = () => readAnew(key)

export const stateWords: Record<(typeof supportStates)[number], string> = {
  waiting: 'Waits for an answer',
  expired: 'Nobody answered within a day',
  refused: 'Refused',
  open: 'Open',
  over: 'Over',
}

export function durationWords(minutes: number): string {
  if (minutes < 60) return `${minutes} minutes`
  return minutes === 60 ? 'one hour' : `${minutes / 60} hours`
}
