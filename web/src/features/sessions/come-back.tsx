/** The last words are not at the server yet: they wait in this window, and nothing else does, until their writer is back. */
import type { Session } from '@candour/contract/sessions.ts'
import { hasUnsaved, loseUnsaved, resumeSaving } from '../drafts/unsaved.ts'
import { comeBack, type Left } from './leave-screen.ts'
import { placeOf, setLockDue } from './place.ts'
import { PublicFrame } from './public-frame.tsx'
import { openSession } from './session.ts'
import { WhoIsWorking } from './who-is-working.tsx'

export function ComeBack({ left }: { left: Left }) {
  const { account, practice, member } = left
  const signedIn = (session: Session) => {
    setLockDue(false)
    const isSame = session.account.id === account.id && session.practice.id === practice.id
    if (isSame) {
      placeOf(account.id, practice.id, undefined)
      openSession(session)
      resumeSaving()
      comeBack()
      return
    }
    if (
      hasUnsaved() &&
      !window.confirm(`The last words that ${member.name} typed here are not saved. Go on, and lose them?`)
    )
      return
    // They are this writer's, and go out in nobody else's name.
    loseUnsaved()
    const href = placeOf(session.account.id, session.practice.id, undefined)
    openSession(session)
    location.assign(href)
  }
  return (
    <PublicFrame>
      <WhoIsWorking
        heading="Your session has ended"
        lead={`The last words that ${member.name} typed are not saved yet. They are kept in this window: sign in, and they are.`}
        email={account.email}
        practice={practice.id}
        onSignedIn={signedIn}
      />
    </PublicFrame>
  )
}
