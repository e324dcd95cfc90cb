/**
 * Leaving the screen: it is blank at once, what was typed goes out, the session ends, and the page is loaded anew, so that
 * nothing of a patient stays in memory. Words that the server could not take stay, under a cover, until their writer is back.
 */
import { useSyncExternalStore } from 'react'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { supportRequest } from '../../api/as-support.ts'
import { ApiError, call, forgetUnanswered, giveUpReading, LostNetwork, rememberCsrf } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { closeSavedDrafts } from '../drafts/open-drafts.ts'
import { flushUnsaved, hasUnsaved } from '../drafts/unsaved.ts'
import { currentSession, tellWindows } from './session.ts'
import { isLockDue, rememberLeft, setLockDue, type Why } from './place.ts'

/** How long the last words may take to go out. */
const longestFlush = 4000

export interface Left {
  why: Why
  account: Session['account']
  practice: Session['practice']
  member: Session['member']
  /** The last words are not at the server: the page can't be loaded anew. */
  waits: boolean
}

let left: Left | null = null
const listeners = new Set<() => void>()
/** Says to every window of this browser which session is over. */
const windows = new BroadcastChannel('candour-leave')

interface LeftSession {
  account: string
  practice: string
}

/** Somebody signs out here, leaves, or goes on to another practice. */
let going = false
/** That the session has ended is no news then, unless it was not they who ended it. */
let endHeard = false

function change(next: Left | null) {
  left = next
  for (const listener of listeners) listener()
}

/** The windows of this browser have one session, so each leaves when one does; who has gone on to another stays there. */
windows.onmessage = ({ data }: MessageEvent<LeftSession>) => {
  const shown = currentSession()
  if (shown?.account.id === data.account && shown.practice.id === data.practice) void leaveScreen('ended', false)
}

export async function leaveScreen(why: Why, tell = true) {
  const session = currentSession()
  // Who is in as support has another session than the practice's people in this browser.
  if (supportRequest() !== null) return
  if (session === undefined || left !== null) return
  if (going && why === 'ended') {
    endHeard = true
    return
  }
  const { account, practice, member } = session
  const root = document.getElementById('root')!
  root.hidden = true
  const { pathname, search } = location
  rememberLeft({ account: account.id, practice: practice.id, href: pathname + search, why })
  const isHere = why !== 'ended'
  if (isHere) setLockDue(true)
  if (tell) tellLeft(session)
  change({ why, account, practice, member, waits: false })
  if (hasUnsaved()) await Promise.race([flushUnsaved(), new Promise((done) => setTimeout(done, longestFlush))])
  if (isHere) await lockAtServer(why)
  if (!hasUnsaved()) {
    location.replace('/sign-in')
    return
  }
  dropMemory()
  change({ ...left!, waits: true })
  root.hidden = false
}

export function tellLeft({ account, practice }: Pick<Session, 'account' | 'practice'>) {
  windows.postMessage({ account: account.id, practice: practice.id } satisfies LeftSession)
}

/** What ends this session from here. */
export async function goAway<T>(away: () => Promise<T>): Promise<T> {
  going = true
  endHeard = false
  try {
    return await away()
  } catch (error) {
    going = false
    if (endHeard) void leaveScreen('ended')
    else if (error instanceof LostNetwork) void lookWhoIsHere()
    throw error
  }
}

/** Perhaps it was done, and its answer is lost: who is nobody here any more, or in another practice, sees nothing of this one. */
async function lookWhoIsHere() {
  const shown = currentSession()
  const now = await call(sessionRoutes.read, {}).catch(() => null)
  if (now === null || shown === undefined) return
  if (now.account.id === shown.account.id && now.practice.id === shown.practice.id) return
  document.getElementById('root')!.hidden = true
  tellWindows(now)
  location.assign('/')
}

async function lockAtServer(why: Exclude<Why, 'ended'>) {
  try {
    await call(sessionRoutes.lock, { why })
    setLockDue(false)
  } catch {
    // Where this fails too it is said to the server by the next page, before it shows anything.
    await lockIfDue(why).catch(() => undefined)
  }
}

/** Ends the session of which the server has not heard that it is locked. Throws what keeps it from being ended. */
export async function lockIfDue(why: Exclude<Why, 'ended'> = 'asked'): Promise<void> {
  if (!isLockDue()) return
  try {
    // The cookie may be newer than what this page knows of it: the token that a change needs comes with the session.
    rememberCsrf((await call(sessionRoutes.read, {})).csrf)
    await call(sessionRoutes.lock, { why })
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
  setLockDue(false)
}

function dropMemory() {
  closeSavedDrafts()
  giveUpReading()
  forgetUnanswered()
  queries.clear()
}

/** The same person is back, before the page was loaded anew. */
export function comeBack() {
  change(null)
}

export const isScreenLeft = () => left !== null

export function useLeft(): Left | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => left,
  )
}

if (typeof window !== 'undefined')
  // A page that the browser kept whole, to go back to: it was left, so it is loaded anew.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted && left !== null) location.replace('/sign-in')
  })
