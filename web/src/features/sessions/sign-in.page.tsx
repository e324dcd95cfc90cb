import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Lock } from '../../ui/lock.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { ProviderOffers } from '../providers/provider-offers.tsx'
import { ComeBack } from './come-back.tsx'
import { useLeft } from './leave-screen.ts'
import { placeOf, whyLeft, type Why } from './place.ts'
import { PublicFrame } from './public-frame.tsx'
import { openSession, useGoingAlong } from './session.ts'
import { WhoIsWorking } from './who-is-working.tsx'

const headings: Record<Why, [heading: string, lead: string]> = {
  asked: ['Locked', 'Sign in to go on where you were. Everything you wrote is saved.'],
  idle: [
    'Your session has ended',
    'Nobody used it for a while. Sign in to go on where you were; what you wrote is saved.',
  ],
  over: ['Your session has ended', 'It lasted twelve hours. Sign in to go on where you were; what you wrote is saved.'],
  ended: ['Your session has ended', 'Sign in to go on where you were. Everything you wrote is saved.'],
}

/** Who comes here by Back from under the cover finds the cover: last words wait in this window. */
export function SignInPage() {
  const left = useLeft()
  return left?.waits === true ? <ComeBack left={left} /> : <SignIn />
}

function SignIn() {
  usePageTitle('Sign in')
  useGoingAlong()
  const { then } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [why] = useState(whyLeft)
  const [heading, lead] =
    why === null
      ? ['Sign in', 'With the email and password of your practice account, or a passkey alone.']
      : headings[why]
  return (
    <PublicFrame>
      <WhoIsWorking
        heading={heading}
        lead={lead}
        onSignedIn={(session) => {
          const href = placeOf(session.account.id, session.practice.id, then)
          queries.clear()
          openSession(session)
          void navigate({ href })
        }}
      />
      <ProviderOffers />
      <p className="second">
        <Link to="/forgotten-password">Forgotten your password?</Link>
      </p>
      <p className="public-note">
        <Lock state="sealed" silent />
        <span>Drafts that you left open are kept, sealed, and wait for you here.</span>
      </p>
      <p className="second">
        New here? <Link to="/sign-up">Open a practice</Link>, free for 30 days.
      </p>
    </PublicFrame>
  )
}
