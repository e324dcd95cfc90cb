import { useQuery } from '@tanstack/react-query'
import { checkRoutes, type Check } from '@candour/contract/checks.ts'
import { call } from '../../api/client.ts'

/** @param asked those that somebody wants to be run, and when they had run last then: as long as one of them waits, it is asked again */
export function useChecks(enabled: boolean, asked: ReadonlyMap<string, string | null>) {
  return useQuery({
    queryKey: ['checks'],
    queryFn: () => call(checkRoutes.list, {}),
    enabled,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.checks.some((check) => isWaiting(check, asked)) === true ? 2_000 : false,
  })
}

export function isWaiting({ name, lastRunAt }: Check, asked: ReadonlyMap<string, string | null>): boolean {
  return asked.has(name) && asked.get(name) === lastRunAt
}
