/** Back from the provider: what the address holds is sent once, by this page, and stays in no history. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { isLinkState, providerRoutes } from '@candour/contract/providers.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { AwaitingApproval } from '../sessions/awaiting-approval.tsx'
import { placeOf } from '../sessions/place.ts'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { SecondStep } from '../sessions/second-step.tsx'
import { openSession, sessionQuery } from '../sessions/session.ts'
import { cameBack } from './providers.ts'

export function ReturnPage() {
  usePageTitle('Sign in')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [came] = useState(cameBack)
  const { data, error } = useQuery({
    queryKey: ['came-back'],
    queryFn: async () => {
      if (!isLinkState(came.state)) return call(providerRoutes.finish, came)
      await queries.fetchQuery(sessionQuery)
      await call(providerRoutes.finishLink, came)
      return { outcome: 'linked' } as const
    },
    retry: false,
    staleTime: Infinity,
    refetchOnReconnect: false,
  })
  const enter = (session: Session) => {
    const href = placeOf(session.account.id, session.practice.id, undefined)
    queries.clear()
    openSession(session)
    void navigate({ href, replace: true })
  }
  useEffect(() => {
    if (data?.outcome === 'signed-in') enter(data.session)
    if (data?.outcome === 'linked') void navigate({ to: '/signing-in', replace: true })
    // Once, when it came.
  }, [data])
  return (
    <PublicFrame>
      {error === null && (data === undefined || data.outcome === 'signed-in' || data.outcome === 'linked') && (
        <>
          <h1 className="for-screen-readers">Signing in</h1>
          <Loading />
        </>
      )}
      {error !== null && <NotIn error={error} />}
      {data?.outcome === 'factor-needed' && (
        <>
          <div className="public-head">
            <h1>One step more</h1>
            <p className="lead">Your practice asks for the second factor that you set up in Candour.</p>
          </div>
          <SecondStep
            asked={data}
            prove={(second) => call(sessionRoutes.proveFactor, second)}
            onProved={enter}
            onSignedIn={enter}
            onAnew={() => void navigate({ to: '/sign-in', search: {} })}
          />
        </>
      )}
      {data?.outcome === 'accepted' && (
        <>
          <div className="public-head">
            <p className="eyebrow">{data.practice}</p>
            <h1>You have joined</h1>
          </div>
          <p className="state amber">
            <Icon name="clock" size={20} />
            Waiting for approval
          </p>
          <p>
            Whoever invited you was told. Once somebody at {data.practice} approves you, a mail goes to you, and you
            sign in the same way as just now. Until then nothing of the practice can be opened.
          </p>
        </>
      )}
    </PublicFrame>
  )
}

function NotIn({ error }: { error: Error }) {
  const navigate = useNavigate()
  if (error instanceof ApiError && error.code === 'member.awaiting_approval')
    return <AwaitingApproval wholePage asking={false} onAgain={() => void navigate({ to: '/sign-in', search: {} })} />
  return (
    <>
      <h1 className="for-screen-readers">Not signed in</h1>
      <Failure error={error} heading="You are not signed in" kept="Nothing was changed.">
        <Link to="/sign-in" search={{}} className="button">
          Go to sign-in
        </Link>
      </Failure>
    </>
  )
}
