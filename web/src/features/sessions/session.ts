/** Who is signed in, in which practice, and what that person can do. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '@candour/contract/permissions.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { supportRequest } from '../../api/as-support.ts'
import { call, rememberCsrf } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { keepAnswer } from '../../api/refresh.ts'
import { openAsSupport } from '../support/open-as-support.ts'
import { rememberWho } from './place.ts'

const key = ['session']

export const sessionQuery = {
  queryKey: key,
  staleTime: Infinity,
  gcTime: Infinity,
  queryFn: async (): Promise<Session> => {
    const support = supportRequest()
    if (support !== null) return openAsSupport(support)
    const session = await call(sessionRoutes.read, {})
    rememberCsrf(session.csrf)
    rememberWho(session.account.id)
    return session
  },
}

/** Says to every window of this browser that the session is over. */
export const leavingChannel = 'candour-leave'

/** Other windows of this browser hold the same cookie: they must not go on showing somebody else's practice. */
const windows = new BroadcastChannel('candour-session')

windows.onmessage = (message: MessageEvent<{ account: string; practice: string }>) => {
  if (supportRequest() !== null) return
  const shown = queries.getQueryData<Session>(key)
  if (shown === undefined) return
  const same = shown.account.id === message.data.account && shown.practice.id === message.data.practice
  if (same) void queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  else {
    document.getElementById('root')!.hidden = true
    location.assign('/')
  }
}

export function openSession(session: Session) {
  rememberCsrf(session.csrf)
  rememberWho(session.account.id)
  keepAnswer(key, session)
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

let isGoing = false

/** Somebody signs out here: what tells that the session has ended is no news. */
export const isSigningOut = () => isGoing

/** Leaves by loading the page anew, so that nothing of the record stays in memory. */
export async function signOut() {
  isGoing = true
  await call(sessionRoutes.signOut, {}).catch((error: unknown) => {
    isGoing = false
    throw error
  })
  new BroadcastChannel(leavingChannel).postMessage('left')
  // What Back leads to is the last person's: whoever comes next is not led there.
  rememberWho('nobody')
  location.assign('/sign-in')
}

/** By loading the page anew: nothing of the practice before stays in memory, on the screen or in this window's storage. */
export async function switchPractice(practice: string) {
  const session = await call(sessionRoutes.switchPractice, { practice })
  windows.postMessage({ account: session.account.id, practice: session.practice.id })
  sessionStorage.clear()
  location.assign('/')
}

/** A page that the browser kept and brings back (by Back) may be somebody else's, or another practice's. */
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})
