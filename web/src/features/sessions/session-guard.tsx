/**
 * When a session ends, the page stays as it is in memory, covered, until the same person signs in again: then what
 * was typed is saved, and nothing was lost. Somebody else gets a page that is loaded anew.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Session } from '@candour/contract/sessions.ts'
import { onSessionEnd } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { Brand } from '../../ui/brand.tsx'
import { hasUnsaved, resumeSaving } from '../drafts/unsaved.ts'
import { ProofPlace } from './proof-dialog.tsx'
import { currentSession, openSession, useSession } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import './session-guard.css'
import './public-frame.css'

export function SessionGuard({ children }: { children: ReactNode }) {
  const [ended, setEnded] = useState(false)
  useEffect(() => {
    const stop = onSessionEnd(() => setEnded(currentSession() !== undefined))
    return () => void stop()
  }, [])
  return (
    <>
      {children}
      <ProofPlace />
      {ended && <SignInAgain onDone={() => setEnded(false)} />}
    </>
  )
}

function SignInAgain({ onDone }: { onDone: () => void }) {
  const { account, practice, member } = useSession()
  const cover = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (cover.current?.open === false) cover.current.showModal()
  }, [])
  const signedIn = (session: Session) => {
    const same = session.account.id === account.id && session.practice.id === practice.id
    openSession(session)
    if (!same) {
      location.assign('/')
      return
    }
    resumeSaving()
    void queries.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
    onDone()
  }
  const leave = () => {
    if (!hasUnsaved() || window.confirm(`The last words that ${member.name} typed here are not saved. Leave them?`))
      location.assign('/sign-in')
  }
  return (
    <dialog
      ref={cover}
      className="session-cover"
      aria-label="Sign in again"
      onCancel={(event) => event.preventDefault()}
    >
      <div className="session-cover-page">
        <Brand />
        <div className="public-head">
          <p className="eyebrow">
            {practice.name}, {practice.town}
          </p>
          <h1>Your session has ended</h1>
          <p className="lead">
            {hasUnsaved()
              ? 'What you were writing is kept in this window. Sign in, and it is saved.'
              : 'Everything you wrote is saved. Sign in to go on where you were.'}
          </p>
        </div>
        <SignInForm email={account.email} practice={practice.id} onSignedIn={signedIn} />
        <p className="second">
          Not {member.name}?{' '}
          <button type="button" className="link" onClick={leave}>
            Sign in as somebody else
          </button>
        </p>
      </div>
    </dialog>
  )
}
