import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Lock } from '../../ui/lock.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from './public-frame.tsx'
import { openSession } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  usePageTitle('Sign in')
  const { then } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  return (
    <PublicFrame>
      <SignInForm
        head={
          <div className="public-head">
            <h1>Sign in</h1>
            <p className="lead">With the email and password of your practice account.</p>
          </div>
        }
        onSignedIn={(session) => {
          openSession(session)
          void navigate({ href: then ?? '/' })
        }}
      />
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
