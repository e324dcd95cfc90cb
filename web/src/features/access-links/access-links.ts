/** Who looked at a record, and the links by which its patient sees that. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { accessLinkRoutes, type AccessLink } from '@candour/contract/access-links.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

/** Fresh at each opening of the page: looking at it is a look as well. */
export function useLooks(patient: string) {
  return useInfiniteQuery({
    queryKey: ['looks', patient],
    queryFn: ({ pageParam }) => call(accessLinkRoutes.preview, { id: patient, ...pageParam }),
    initialPageParam: {} as { before?: number },
    getNextPageParam: ({ before }) => (before === null ? undefined : { before }),
    staleTime: 0,
  })
}

export function useLinks(patient: string, enabled: boolean) {
  return useQuery({
    queryKey: ['access-links', patient],
    queryFn: () => call(accessLinkRoutes.list, { id: patient }),
    enabled,
  })
}

export async function linksChanged(patient: string) {
  await readAnew(['access-links', patient])
}

export function useOwnLooks(enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['own-looks'],
    queryFn: ({ pageParam }) => call(accessLinkRoutes.read, pageParam),
    initialPageParam: {} as { before?: number },
    getNextPageParam: ({ before }) => (before === null ? undefined : { before }),
    enabled,
    retry: false,
    refetchOnWindowFocus: false,
  })
}

const overWords: Record<NonNullable<AccessLink['over']>, string> = {
  revoked: 'Ended by the practice',
  tries: 'Ended after five wrong codes',
  time: 'Over: nobody opened it in time',
  opened: 'Opened',
  restricted: 'Over: who may open the record has changed',
}

const stateWords: Record<Exclude<AccessLink['state'], 'over'>, string> = {
  waiting: 'Waits for a second person',
  ready: 'Not opened yet',
  open: 'Open at the moment',
}

export function linkWords({ state, over }: AccessLink): string {
  return state === 'over' ? overWords[over ?? 'time'] : stateWords[state]
}
