/** Going from here by oneself: out, or on to another practice. */
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { goAway, tellLeft } from './leave-screen.ts'
import { rememberWho } from './place.ts'
import { currentSession, tellWindows } from './session.ts'

/** Leaves by loading the page anew, so that nothing of the record stays in memory. */
export async function signOut() {
  const left = currentSession()
  await goAway(() => call(sessionRoutes.signOut, {}))
  if (left !== undefined) tellLeft(left)
  // What Back leads to is the last person's: whoever comes next is not led there.
  rememberWho('nobody')
  location.assign('/sign-in')
}

/** By loading the page anew: nothing of the practice before stays in memory, on the screen or in this window's storage. */
export async function switchPractice(practice: string) {
  const session = await goAway(() => call(sessionRoutes.switchPractice, { practice }))
  tellWindows(session)
  sessionStorage.clear()
  location.assign('/')
}
