/** Joining by invitation. The token stands in the fragment of the link, which no server and no log ever sees. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { newPassword } from '@candour/contract/practices.ts'
import { call, fieldError } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { NewPasswordField } from '../practices/new-password-field.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'

export function InvitationPage() {
  usePageTitle('Join a practice')
  const [token] = useState(() => location.hash.slice(1))
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => call(memberRoutes.readInvitation, { token }),
    retry: false,
  })
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const accept = useMutation({ mutationFn: () => call(memberRoutes.acceptInvitation, { token, password }) })
  if (invitation.error !== null)
    return (
      <PublicFrame>
        <h1 className="for-screen-readers">Invitation</h1>
        <Failure error={invitation.error} heading="This invitation can’t be opened" kept="Nothing was changed.">
          <Link to="/sign-in" className="button">
            Go to sign-in
          </Link>
        </Failure>
      </PublicFrame>
    )
  if (invitation.data === undefined)
    return (
      <PublicFrame>
        <h1 className="for-screen-readers">Invitation</h1>
        <Loading />
      </PublicFrame>
    )
  const { practice, town, name, role, email, hasAccount, expiresAt } = invitation.data
  if (accept.isSuccess)
    return (
      <PublicFrame>
        <div className="public-head">
          <p className="eyebrow">
            {practice}, {town}
          </p>
          <h1>You have joined</h1>
        </div>
        <p className="state amber">
          <Icon name="clock" size={20} />
          Waiting for approval
        </p>
        <p>
          {practice} was told. A practice manager approves you, then you sign in with {email}. Until then nothing of the
          practice can be opened.
        </p>
        <div className="acts">
          <Link to="/sign-in" className="button primary">
            Go to sign-in
          </Link>
        </div>
      </PublicFrame>
    )
  const weak = newPassword.safeParse(password).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (weak === undefined && !accept.isPending) accept.mutate()
  }
  const error = fieldError(accept.error, 'password') ?? (asked ? weak : undefined)
  return (
    <PublicFrame>
      <div className="public-head">
        <p className="eyebrow">
          {practice}, {town}
        </p>
        <h1>Join as {roleInside(role)}</h1>
        <p className="lead">
          The invitation is for {name}, {email}. It works once, until{' '}
          <span className="fixed">{showDay(expiresAt)}</span>.
        </p>
      </div>
      <form className="fields" onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {hasAccount ? (
          <Field
            label="The password of your account"
            hint="You have an account with this email from another practice"
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={error}
          />
        ) : (
          <NewPasswordField
            label="Choose a password"
            value={password}
            onChange={setPassword}
            own={[name, email]}
            error={error}
          />
        )}
        <FormError error={accept.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={accept.isPending}>
            {accept.isPending ? 'Joining' : `Join ${practice}`}
          </button>
        </div>
      </form>
    </PublicFrame>
  )
}
