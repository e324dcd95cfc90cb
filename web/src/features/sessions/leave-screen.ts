/**
 * Leaving the screen: it is blank at once, what was typed goes out, the session ends, and the page is loaded anew, so that
 * nothing of a patient stays in memory. Words that the server could not take stay, under a cover, until their writer is back.
 */
import { useSyncExternalStore } from 'react'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { supportRequest } from '../../api/as-support.ts'
import { call, forgetUnanswered } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { closeSavedDrafts } from '../drafts/open-drafts.ts'
import { flushUnsaved, hasUnsaved } from '../drafts/unsaved.ts'
import { currentSession, isSigningOut, leavingChannel } from './session.ts'
import { rememberLeft, setLockDue, type Why } from './place.ts'

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
const windows = new BroadcastChannel(leavingChannel)

function change(next: Left | null) {
  left = next
  for (const listener of listeners) listener()
}

/** Every window of this browser has the same session, so each leaves when one does. */
windows.onmessage = () => void leaveScreen('ended', false)

export async function leaveScreen(why: Why, tell = true) {
  const session = currentSession()
  // Who is in as support has another session than the practice's people in this browser.
  if (supportRequest() !== null) return
  if (session === undefined || left !== null || isSigningOut()) return
  const { account, practice, member } = session
  const root = document.getElementById('root')!
  root.hidden = true
  const { pathname, search } = location
  rememberLeft({ account: account.id, practice: practice.id, href: pathname + search, why })
  const isHere = why !== 'ended'
  if (isHere) setLockDue(true)
  if (tell) windows.postMessage('left')
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

async function lockAtServer(why: Exclude<Why, 'ended'>) {
  try {
    await call(sessionRoutes.lock, { why })
    setLockDue(false)
  } catch {
    // Said to the server by the next page, before it shows anything.
  }
}

function dropMemory() {
  closeSavedDrafts()
  forgetUnanswered()
  queries.clear()
}

/** The same person is back, before the page was loaded anew. */
export function comeBack() {
  change(null)
}

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
