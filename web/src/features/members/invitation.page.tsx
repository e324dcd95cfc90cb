/** Joining by invitation. The token stands in the fragment of the link, which no server and no log ever sees. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { SecondStep as SecondStepTaken } from '@candour/contract/factors.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { levels } from '@candour/contract/permissions.ts'
import { call, fieldError } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { NewPasswordField } from '../passwords/new-password-field.tsx'
import { problemOf, usePasswordRules } from '../passwords/password-rules.ts'
import { goThere } from '../providers/providers.ts'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { SecondStep } from '../sessions/second-step.tsx'
import { openSession } from '../sessions/session.ts'

export function InvitationPage() {
  usePageTitle('Join a practice')
  const navigate = useNavigate()
  const [token] = useState(() => location.hash.slice(1))
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => call(memberRoutes.readInvitation, { token }),
    retry: false,
  })
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const judge = usePasswordRules()
  const [joined, setJoined] = useState(false)
  const send = (second?: SecondStepTaken) =>
    call(memberRoutes.acceptInvitation, { token, password, ...(second !== undefined && { second }) })
  const accept = useMutation({
    mutationFn: () => send(),
    onSuccess: ({ outcome }) => setJoined(outcome === 'joined'),
  })
  const there = useMutation({ mutationFn: () => goThere({ invitation: token }) })
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
  const { practice, town, name, role, email, level, by, hasAccount, expiresAt, provider } = invitation.data
  if (joined)
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
          {by === null ? practice : by} was told. Once somebody there approves you, a mail goes to {email}, and you sign
          in with it. Until then nothing of the practice can be opened.
        </p>
        <div className="acts">
          <Link to="/sign-in" className="button primary">
            Go to sign-in
          </Link>
        </div>
      </PublicFrame>
    )
  if (accept.data?.outcome === 'factor-needed')
    return (
      <PublicFrame>
        <div className="public-head">
          <p className="eyebrow">
            {practice}, {town}
          </p>
          <h1>Show that it is you</h1>
        </div>
        <SecondStep
          asked={accept.data}
          prove={send}
          onProved={({ outcome }) => setJoined(outcome === 'joined')}
          onSignedIn={(session) => {
            openSession(session)
            void navigate({ to: '/' })
          }}
          onAnew={() => {
            setPassword('')
            accept.reset()
          }}
        />
      </PublicFrame>
    )
  const rules = { own: [name, email, practice], hasFactor: false }
  const weak = hasAccount ? (password === '' ? 'Type your password.' : undefined) : problemOf(judge, password, rules)
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
          {by === null ? 'You are invited' : `${by} invites you`}, {name} ({email}), at the level {levels[level]}. The
          invitation works once, until <span className="fixed">{showDay(expiresAt)}</span>.
        </p>
      </div>
      {provider !== null && !hasAccount && (
        <div className="fields">
          <p>
            {practice} takes sign-ins by {provider.name}
            {provider.isRequired
              ? ', and no others: you go there, and come back.'
              : '. Join by it, or choose a password.'}
          </p>
          <FormError error={there.error} />
          <div className="acts">
            <button
              type="button"
              className="button primary"
              aria-disabled={there.isPending}
              onClick={() => !there.isPending && there.mutate()}
            >
              Join with {provider.name}
            </button>
          </div>
        </div>
      )}
      {provider?.isRequired !== true || hasAccount ? (
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
              asked={rules}
              error={error}
            />
          )}
          <FormError error={accept.error} />
          <div className="acts">
            <button
              type="submit"
              className={provider === null || hasAccount ? 'button primary' : 'button'}
              aria-disabled={accept.isPending}
            >
              {accept.isPending ? 'Joining' : `Join ${practice}`}
            </button>
          </div>
        </form>
      ) : null}
    </PublicFrame>
  )
}
