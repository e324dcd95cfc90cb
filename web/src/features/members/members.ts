import { useQuery } from '@tanstack/react-query'
import { memberRoutes } from '@candour/contract/members.ts'
import { call } from '../../api/client.ts'
import { refreshSoon } from '../../api/refresh.ts'

const key = ['members']

export function useMembers(enabled = true) {
  return useQuery({
    queryKey: key,
    queryFn: async () => (await call(memberRoutes.list, {})).members,
    enabled,
    // No record is read by this, and whoever waits for approval should be seen soon
    staleTime: 10_000,
    refetchOnWindowFocus: true,
  })
}

export function membersChanged() {
  refreshSoon(key)
}
