/**
 * What the links of a changed email open: to use the new one, or to take the change back. Nothing happens before somebody
 * presses the button: programs that look into mails open links, too.
 */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { emailRoutes } from '@candour/contract/emails.ts'
import { call } from '../../api/client.ts'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'

interface LinkPageProps {
  title: string
  lead: string
  button: string
  danger?: boolean
  act: (token: string) => Promise<{ email: string }>
  done: (email: string) => ReactNode
}

function LinkPage({ title, lead, button, danger = false, act, done }: LinkPageProps) {
  usePageTitle(title)
  const [token] = useState(() => location.hash.slice(1))
  const use = useMutation({ mutationFn: () => act(token) })
  return (
    <PublicFrame>
      {use.isSuccess ? (
        done(use.data.email)
      ) : (
        <>
          <div className="public-head">
            <h1>{title}</h1>
            <p className="lead">{lead}</p>
          </div>
          {use.error === null ? (
            <div className="acts">
              <button
                type="button"
                className={`button ${danger ? 'danger' : 'primary'}`}
                aria-disabled={use.isPending}
                onClick={() => !use.isPending && use.mutate()}
              >
                {button}
              </button>
            </div>
          ) : (
            <Failure error={use.error} heading="This link does not work" again={() => use.mutate()}>
              <Link to="/sign-in" className="button">
                Go to sign-in
              </Link>
            </Failure>
          )}
        </>
      )}
    </PublicFrame>
  )
}

export function NewEmailPage() {
  return (
    <LinkPage
      title="Use this email?"
      lead="From then on you sign in to Candour with the email to which this link came."
      button="Use this email"
      act={(token) => call(emailRoutes.change, { token })}
      done={(email) => (
        <>
          <div className="public-head">
            <h1>Your email is changed</h1>
            <p className="lead">You sign in with {email} now. The email that you had until now was told.</p>
          </div>
          <div className="acts">
            <Link to="/" className="button primary">
              Go to Candour
            </Link>
          </div>
        </>
      )}
    />
  )
}

export function EmailUndoPage() {
  return (
    <LinkPage
      title="Was it not you?"
      lead="Then your email is brought back, everybody is signed out of your account, and its password opens nothing until you set a new one."
      button="Bring my email back"
      danger
      act={(token) => call(emailRoutes.undo, { token })}
      done={(email) => (
        <>
          <div className="public-head">
            <h1>Your email is back</h1>
            <p className="lead">Your account is {email} again, and nobody is signed in. Now set a new password.</p>
          </div>
          <p>Tell an administrator of your practice, too: somebody else was in your account.</p>
          <div className="acts">
            <Link to="/forgotten-password" className="button primary">
              Set a new password
            </Link>
          </div>
        </>
      )}
    />
  )
}
