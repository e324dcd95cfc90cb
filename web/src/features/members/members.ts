import { useQuery } from '@tanstack/react-query'
import { memberRoutes } from '@candour/contract/members.ts'
import { call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'

const key = ['members']

export function useMembers(enabled = true) {
  return useQuery({ queryKey: key, queryFn: async () => (await call(memberRoutes.list, {})).members, enabled })
}

export function membersChanged() {
  return queries.invalidateQueries({ queryKey: key })
}
