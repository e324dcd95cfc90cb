/** The way back in for somebody who has forgotten the password. It never says whether an email has an account. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { email as emailShape } from '@candour/contract/shapes.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'

export function ForgottenPage() {
  usePageTitle('Forgotten password')
  const [email, setEmail] = useState('')
  const [problem, setProblem] = useState<string>()
  const ask = useMutation({ mutationFn: () => call(passwordRoutes.askReset, { email }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = emailShape.safeParse(email).error?.issues[0]?.message
    setProblem(found)
    if (found === undefined && !ask.isPending) ask.mutate()
  }
  if (ask.isSuccess)
    return (
      <PublicFrame>
        <div className="public-head">
          <h1>Look at your mail</h1>
          <p className="lead">
            If an account has {email.trim()}, a link to set a new password is on its way. It holds for ten minutes.
          </p>
        </div>
        <p>
          Nothing came? Look into the folder for junk, and check the address. Another mail is sent five minutes after
          the last one.
        </p>
        <div className="acts">
          <Link to="/sign-in" className="button primary">
            Go to sign-in
          </Link>
          <button type="button" className="link" onClick={() => ask.reset()}>
            Use another email
          </button>
        </div>
      </PublicFrame>
    )
  return (
    <PublicFrame>
      <div className="public-head">
        <h1>Forgotten your password?</h1>
        <p className="lead">Type the email with which you sign in. You get a link to set a new one.</p>
      </div>
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          error={problem}
          autoFocus
        />
        <FormError error={ask.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={ask.isPending}>
            {ask.isPending ? 'Asking' : 'Send me the link'}
          </button>
          <Link to="/sign-in">Back to sign-in</Link>
        </div>
      </form>
    </PublicFrame>
  )
}
