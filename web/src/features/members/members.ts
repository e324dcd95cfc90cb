import { useQuery } from '@tanstack/react-query'
import { memberRoutes, type MemberPage } from '@candour/contract/members.ts'
import { call } from '../../api/client.ts'
import { keepAnswer, readAnew, refreshSoon } from '../../api/refresh.ts'

const key = ['members']

export function useMembers(enabled = true) {
  return useQuery({
    queryKey: [...key, 'list'],
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

const pageKey = (id: string) => [...key, 'page', id]

export function useMemberPage(id: string, enabled = true) {
  return useQuery({
    queryKey: pageKey(id),
    queryFn: () => call(memberRoutes.read, { id }),
    enabled,
    staleTime: 10_000,
  })
}

/** The page is read again now, and once more when the ledger's entry of it is numbered. */
export function memberChanged() {
  void readAnew(key)
  setTimeout(() => refreshSoon(key), 1500)
}

/** What an act answered; the ledger's entry of it is numbered a moment later, and read again then. */
export function memberPageChanged(page: MemberPage) {
  keepAnswer(pageKey(page.member.id), page)
  setTimeout(() => refreshSoon(key), 1500)
}

export function useAccess(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'access'],
    queryFn: async () => (await call(memberRoutes.listAccess, {})).members,
    enabled,
  })
}
