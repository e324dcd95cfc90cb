/** Who is signed in, in which practice, and what that person can do. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '@candour/contract/permissions.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { call, rememberCsrf } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'

const key = ['session']

export const sessionQuery = {
  queryKey: key,
  staleTime: Infinity,
  gcTime: Infinity,
  queryFn: async (): Promise<Session> => {
    const session = await call(sessionRoutes.read, {})
    rememberCsrf(session.csrf)
    return session
  },
}

/** Other windows of this browser hold the same cookie: they must not go on showing somebody else's practice. */
const windows = new BroadcastChannel('candour-session')

windows.onmessage = (message: MessageEvent<{ account: string; practice: string }>) => {
  const shown = queries.getQueryData<Session>(key)
  if (shown === undefined) return
  const same = shown.account.id === message.data.account && shown.practice.id === message.data.practice
  if (same) void queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  else location.assign('/')
}

export function openSession(session: Session) {
  rememberCsrf(session.csrf)
  queries.setQueryData(key, session)
  windows.postMessage({ account: session.account.id, practice: session.practice.id })
}

export const currentSession = () => queries.getQueryData<Session>(key)

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

export function useCan(permission: Permission): boolean {
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  return data?.can.includes(permission) ?? false
}

/** Leaves by loading the page anew, so that nothing of the record stays in memory. */
export async function signOut() {
  await call(sessionRoutes.signOut, {})
  windows.postMessage({ account: '', practice: '' })
  location.assign('/sign-in')
}

export async function switchPractice(practice: string) {
  openSession(await call(sessionRoutes.switchPractice, { practice }))
  location.assign('/')
}
