/** Who is signed in, in which practice, and what that person can do. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Permission } from '@candour/contract/permissions.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { supportRequest } from '../../api/as-support.ts'
import { call, readOn, rememberCsrf } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { keepAnswer } from '../../api/refresh.ts'
import { openAsSupport } from '../support/open-as-support.ts'
import { isLockDue, placeOf, rememberWho, setLockDue, whoWasHere, whyLeft } from './place.ts'

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

/** Other windows of this browser hold the same cookie: they must not go on showing somebody else's practice. */
const windows = new BroadcastChannel('candour-session')

/** What is done when another window says that somebody is signed in. */
let elsewhere: (() => void) | null = null

windows.onmessage = (message: MessageEvent<{ account: string; practice: string }>) => {
  if (supportRequest() !== null) return
  elsewhere?.()
  const shown = queries.getQueryData<Session>(key)
  if (shown === undefined) return
  const same = shown.account.id === message.data.account && shown.practice.id === message.data.practice
  if (same) void queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  else {
    document.getElementById('root')!.hidden = true
    location.assign('/')
  }
}

/** Somebody has signed in here. A lock that the server never heard of was of the session before. */
export function openSession(session: Session) {
  setLockDue(false)
  readOn()
  renewSession(session)
}

/** The same session, with what changed of it. */
export function renewSession(session: Session) {
  rememberCsrf(session.csrf)
  rememberWho(session.account.id)
  keepAnswer(key, session)
  tellWindows(session)
}

export function tellWindows({ account, practice }: Session) {
  windows.postMessage({ account: account.id, practice: practice.id })
}

/**
 * At the sign-in page: another window of this browser has signed the same person in, or gone on to another practice. This one
 * goes along.
 */
export function useGoingAlong() {
  useEffect(() => {
    let isOff = false
    const look = async () => {
      // A screen that was locked stays so, though the server may not have heard of it yet.
      if (isLockDue()) return
      const session = await call(sessionRoutes.read, {}).catch(() => null)
      if (isOff || isLockDue() || session === null || session.account.id !== whoWasHere()) return
      isOff = true
      location.assign(placeOf(session.account.id, session.practice.id, undefined))
    }
    elsewhere = () => void look()
    // The window that was left last may have gone on before this page was there to hear of it.
    if (whyLeft() === 'ended') void look()
    return () => void (elsewhere = null)
  }, [])
}

export const currentSession = () => queries.getQueryData<Session>(key)

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

export function useCan(permission: Permission): boolean {
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  return data?.can.includes(permission) ?? false
}

/** A page that the browser kept and brings back (by Back) may be somebody else's, or another practice's. */
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})
