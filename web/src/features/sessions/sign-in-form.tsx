/** Email and password, or a passkey alone. Also stands over a page whose session ended. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { passkeysHere } from '../factors/passkey.ts'
import { usePasskeySignIn } from './sign-in-by-passkey.ts'
import { SecondStep } from './second-step.tsx'
import { AwaitingApproval } from './awaiting-approval.tsx'

interface SignInFormProps {
  /** Stands above the form; while somebody waits for approval, that is the page's heading instead. */
  head?: ReactNode
  email?: string
  practice?: string
  onSignedIn: (session: Session) => void
}

export function SignInForm({ head, email: known = '', practice, onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<'email' | 'password' | null>(null)
  const signIn = useMutation({
    mutationFn: () => call(sessionRoutes.signIn, { email, password, ...(practice !== undefined && { practice }) }),
    onSuccess: (came) => came.outcome === 'signed-in' && onSignedIn(came.session),
  })
  const passkey = usePasskeySignIn(practice, onSignedIn)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const lacks = email.trim() === '' ? 'email' : password === '' ? 'password' : null
    setMissing(lacks)
    if (lacks === null && !signIn.isPending) signIn.mutate()
  }
  const awaiting = [signIn, passkey].find(
    ({ error }) => error instanceof ApiError && error.code === 'member.awaiting_approval',
  )
  if (awaiting !== undefined) {
    const again = awaiting === passkey ? passkey.show : () => signIn.mutate()
    return <AwaitingApproval wholePage={head !== undefined} onAgain={again} asking={awaiting.isPending} />
  }
  if (signIn.data?.outcome === 'factor-needed') {
    return (
      <>
        {head}
        <SecondStep
          asked={signIn.data}
          prove={(second) => call(sessionRoutes.proveFactor, second)}
          onProved={onSignedIn}
          onSignedIn={onSignedIn}
          onAnew={() => {
            setPassword('')
            signIn.reset()
          }}
        />
      </>
    )
  }
  return (
    <>
      {head}
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username webauthn"
          value={email}
          onChange={setEmail}
          autoFocus={known === ''}
          error={missing === 'email' ? 'Type the email with which you sign in.' : undefined}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          autoFocus={known !== ''}
          error={missing === 'password' ? 'Type your password.' : undefined}
        />
        <FormError error={signIn.error ?? passkey.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={signIn.isPending}>
            {signIn.isPending ? 'Signing in' : 'Sign in'}
          </button>
          {passkeysHere() === 'here' && (
            <button type="button" className="button" aria-disabled={passkey.isPending} onClick={passkey.show}>
              <Icon name="fingerprint" />
              {passkey.isPending ? 'Waiting for your passkey' : 'Sign in with a passkey'}
            </button>
          )}
        </div>
      </form>
    </>
  )
}
