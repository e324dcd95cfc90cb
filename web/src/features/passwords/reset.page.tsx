/** A new password by the link of a mail. The token stands in the fragment, which no server and no log ever sees. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { call, fieldError } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { problemOf, usePasswordRules } from './password-rules.ts'

export function ResetPage() {
  usePageTitle('New password')
  const [token] = useState(() => location.hash.slice(1))
  const link = useQuery({
    queryKey: ['reset'],
    queryFn: () => call(passwordRoutes.readReset, { token }),
    retry: false,
    staleTime: Infinity,
  })
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const judge = usePasswordRules()
  const reset = useMutation({ mutationFn: () => call(passwordRoutes.reset, { token, password }) })
  if (link.data === undefined)
    return (
      <PublicFrame>
        <h1 className="for-screen-readers">New password</h1>
        {link.error === null ? (
          <Loading />
        ) : (
          <Failure error={link.error} heading="This link can’t be opened" kept="Your password is as it was.">
            <Link to="/forgotten-password" className="button">
              Ask for a new link
            </Link>
          </Failure>
        )}
      </PublicFrame>
    )
  const { name, email, own, least, mix } = link.data
  if (reset.isSuccess)
    return (
      <PublicFrame>
        <div className="public-head">
          <h1>Your new password is set</h1>
          <p className="lead">
            You were signed out everywhere. Sign in with {email}
            {least === 12 && ', and your second factor as always'}.
          </p>
        </div>
        <div className="acts">
          <Link to="/sign-in" className="button primary">
            Go to sign-in
          </Link>
        </div>
      </PublicFrame>
    )
  const rules = { own, hasFactor: least === 12, mix }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (problemOf(judge, password, rules) === undefined && !reset.isPending) reset.mutate()
  }
  const refused = fieldError(reset.error, 'password')
  return (
    <PublicFrame>
      <div className="public-head">
        <h1>Set a new password</h1>
        <p className="lead">
          For {name}, {email}. Everywhere you are signed in now, you are signed out.
        </p>
      </div>
      <form className="fields" onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          asked={rules}
          error={refused ?? (asked ? problemOf(judge, password, rules) : undefined)}
          autoFocus
        />
        {refused === undefined && <FormError error={reset.error} />}
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={reset.isPending}>
            {reset.isPending ? 'Setting' : 'Set the password'}
          </button>
        </div>
      </form>
    </PublicFrame>
  )
}
