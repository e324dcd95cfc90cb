/** Opening a practice: its kind, the practice and you, the agreement. One page a step; going back keeps everything. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DemoOpened } from '@candour/contract/demo.ts'
import { practiceRoutes, type PracticeKind } from '@candour/contract/practices.ts'
import type { SecondStep as SecondStepTaken } from '@candour/contract/factors.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { DemoReady } from '../demo/demo-ready.tsx'
import { SecondStep } from '../sessions/second-step.tsx'
import { openSession } from '../sessions/session.ts'
import { AcceptStep } from './accept-step.tsx'
import { KindStep } from './kind-step.tsx'
import { PeopleStep, type SignUpDetails } from './people-step.tsx'
import './sign-up.css'

type Agreement = { version: string; acceptedBy: string }

const steps = ['Kind of practice', 'Practice and you', 'Agreement']

export function SignUpPage() {
  usePageTitle('Open a practice')
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const [kind, setKind] = useState<PracticeKind | null>(null)
  const [demo, setDemo] = useState<DemoOpened | null>(null)
  const [details, setDetails] = useState<SignUpDetails>({
    name: '',
    town: '',
    person: '',
    role: '',
    email: '',
    password: '',
  })
  const begin = (session: Session | null) => {
    // The same form came before, and its second step is used up: the new practice is among the others.
    if (session === null) return void navigate({ to: '/sign-in' })
    openSession(session)
    void navigate({ to: '/' })
  }
  const send = async (agreement: Agreement, second?: SecondStepTaken) => {
    const { name, town, person, role, email, password } = details
    const came = await call(practiceRoutes.signUp, {
      kind: kind ?? 'gp',
      name,
      town,
      person: { name: person, role, email, password },
      agreement,
      ...(second !== undefined && { second }),
    })
    if (came.outcome === 'factor-needed') return { asked: came, agreement }
    return { session: came.signedIn ? await call(sessionRoutes.read, {}) : null }
  }
  const signUp = useMutation({
    mutationFn: (agreement: Agreement) => send(agreement),
    onSuccess: ({ session }) => session !== undefined && begin(session),
    onError: (error) => {
      if (error instanceof ApiError && error.fields.some(({ path }) => !path.startsWith('agreement'))) setStep(1)
    },
  })
  if (demo !== null)
    return (
      <PublicFrame wide>
        <DemoReady demo={demo} />
      </PublicFrame>
    )
  if (signUp.data?.asked !== undefined) {
    const { asked, agreement } = signUp.data
    return (
      <PublicFrame>
        <div className="public-head">
          <h1>Show that it is you</h1>
          <p className="lead">
            You have an account with {details.email}. Next, {details.name} is opened.
          </p>
        </div>
        <SecondStep
          asked={asked}
          prove={(second) => send(agreement, second)}
          onProved={({ session }) => session !== undefined && begin(session)}
          onSignedIn={begin}
          onAnew={() => signUp.reset()}
        />
      </PublicFrame>
    )
  }
  return (
    <PublicFrame wide>
      <div className="public-head">
        <h1>Open a practice</h1>
        <p className="lead">Free for 30 days, without a card. Ten minutes from here you are writing a note.</p>
      </div>
      <ol className="steps" aria-label="Steps">
        {steps.map((words, place) => (
          <li key={words} aria-current={place === step ? 'step' : undefined} className={place < step ? 'done' : ''}>
            {place < step && <Icon name="check" size={16} />}
            {place + 1}. {words}
          </li>
        ))}
      </ol>
      {step === 0 && <KindStep kind={kind} onKind={setKind} onDone={() => setStep(1)} onDemo={setDemo} />}
      {step === 1 && kind !== null && (
        <PeopleStep
          kind={kind}
          details={details}
          onChange={setDetails}
          failed={signUp.error}
          onBack={() => setStep(0)}
          onDone={() => {
            signUp.reset()
            setStep(2)
          }}
        />
      )}
      {step === 2 && (
        <AcceptStep
          practice={details.name}
          name={details.person}
          failed={signUp.error}
          sending={signUp.isPending}
          onBack={() => setStep(1)}
          onAccept={(agreement) => signUp.mutate(agreement)}
        />
      )}
      <p className="second">
        Your practice is here already? <Link to="/sign-in">Sign in</Link>
      </p>
    </PublicFrame>
  )
}
