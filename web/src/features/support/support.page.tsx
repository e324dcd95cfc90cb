/** The entry of the operator's support: by passkey alone, and nothing of any practice until one lets them in. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import { supportMinutes, supportRoutes, type OwnSupportRequest } from '@candour/contract/support.ts'
import { beginAsSupport } from '../../api/as-support.ts'
import { ApiError, call, fieldError, rememberCsrf } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { readAnew } from '../../api/refresh.ts'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { showPasskey } from '../factors/passkey.ts'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { readSupportSession } from './open-as-support.ts'
import { durationWords, stateWords } from './support.ts'
import './support.css'

const key = ['support-session']
const refresh = () => readAnew(key)

export function SupportPage() {
  usePageTitle('Support')
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: readSupportSession,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.status === 'success' ? 5000 : false),
    retry: false,
  })
  const isOut = error instanceof ApiError && error.status === 401
  return (
    <PublicFrame wide>
      {isOut && <SignIn />}
      {error !== null && !isOut && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && !isOut && (
        <>
          <PageHead title="Support" lead={`${data.name}, ${data.email}. You are in no practice until one lets you in.`}>
            <SignOut />
          </PageHead>
          <Ask />
          <section>
            <SectionHead title="What you asked for" count={data.requests.length} />
            {data.requests.length === 0 && (
              <div className="support-empty">
                <Empty heading="Nothing yet" text="Ask somebody who manages the practice for a code, by telephone." />
              </div>
            )}
            <ul className="rows">
              {data.requests.map((one) => (
                <Row key={one.id} request={one} />
              ))}
            </ul>
          </section>
        </>
      )}
    </PublicFrame>
  )
}

function SignIn() {
  const signIn = useMutation({
    mutationFn: async () =>
      call(supportRoutes.signIn, { signed: await showPasskey(await call(supportRoutes.startSignIn, {})) }),
    onSuccess: async (session) => {
      rememberCsrf(session.csrf)
      await queries.resetQueries({ queryKey: key })
    },
  })
  return (
    <>
      <header className="public-head">
        <h1>Support</h1>
        <p className="lead">For the operator’s own people. Whoever works at a practice signs in there.</p>
      </header>
      <FormError error={signIn.error} />
      <div className="acts">
        <button
          type="button"
          className="button primary"
          aria-disabled={signIn.isPending}
          onClick={() => !signIn.isPending && signIn.mutate()}
        >
          <Icon name="fingerprint" />
          Sign in with a passkey
        </button>
      </div>
    </>
  )
}

function SignOut() {
  const out = useMutation({
    mutationFn: () => call(supportRoutes.signOut, {}),
    onSuccess: () => location.replace('/support'),
  })
  return (
    <button type="button" className="button" onClick={() => !out.isPending && out.mutate()}>
      Sign out
    </button>
  )
}

function Ask() {
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState('30')
  const [asked, setAsked] = useState(false)
  const ask = useMutation({
    mutationFn: () =>
      call(supportRoutes.ask, { code, reason, minutes: Number(minutes) as (typeof supportMinutes)[number] }),
    onSuccess: async () => {
      setCode('')
      setReason('')
      setAsked(false)
      await refresh()
    },
  })
  const problems = {
    code: /^\d{8}$/.test(code.replace(/\s/g, '')) ? undefined : 'The code has eight digits.',
    reason: reason.trim().length < 10 ? 'Say in a few words what you are to look at.' : undefined,
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (problems.code === undefined && problems.reason === undefined && !ask.isPending) ask.mutate()
  }
  return (
    <section>
      <SectionHead title="Ask a practice to let you in" />
      <form className="fields support-ask" onSubmit={submit} noValidate>
        <Field
          label="Code"
          hint="Somebody who manages the practice reads it out to you."
          name="code"
          inputMode="numeric"
          value={code}
          onChange={setCode}
          maxLength={20}
          error={(asked ? problems.code : undefined) ?? fieldError(ask.error, 'code')}
        />
        <Select
          label="For how long"
          value={minutes}
          choices={supportMinutes.map((one) => [String(one), durationWords(one)] as const)}
          onChange={setMinutes}
        />
        <Field
          label="Reason"
          hint="The practice reads it. Leave patients’ names out."
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={(asked ? problems.reason : undefined) ?? fieldError(ask.error, 'reason')}
        />
        <FormError error={ask.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={ask.isPending}>
            Ask to read
          </button>
        </div>
      </form>
    </section>
  )
}

function Row({ request }: { request: OwnSupportRequest }) {
  const { id, practice, reason, minutes, askedAt, state, until } = request
  const close = useMutation({ mutationFn: () => call(supportRoutes.close, { id }), onSettled: () => void refresh() })
  const enter = () => {
    beginAsSupport(id)
    location.assign('/patients')
  }
  return (
    <li className="support-row">
      <div>
        <b>{practice}</b>
        <span className="second fixed">{showDayAndTime(askedAt)}</span>
      </div>
      <div>
        <span>{reason}</span>
        <span className="second">{durationWords(minutes)}, to read</span>
      </div>
      <div>
        <span className={state === 'open' ? 'support-open' : ''}>
          {state === 'open' ? `Open until ${showTime(until!)}` : stateWords[state]}
        </span>
        <span className="acts">
          {state === 'open' && (
            <button type="button" className="button primary" onClick={enter}>
              Go in
            </button>
          )}
          {(state === 'open' || state === 'waiting') && (
            <button type="button" className="button" onClick={() => !close.isPending && close.mutate()}>
              {state === 'open' ? 'I am done' : 'Take it back'}
            </button>
          )}
        </span>
        <FormError error={close.error} />
      </div>
    </li>
  )
}
