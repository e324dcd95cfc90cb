/** Opening a practice: its kind, the practice and you, the agreement. One page a step; going back keeps everything. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DemoOpened } from '@candour/contract/demo.ts'
import { practiceRoutes, type PracticeKind } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { DemoReady } from '../demo/demo-ready.tsx'
import { openSession } from '../sessions/session.ts'
import { AcceptStep } from './accept-step.tsx'
import { KindStep } from './kind-step.tsx'
import { PeopleStep, type SignUpDetails } from './people-step.tsx'
import './sign-up.css'

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
  const signUp = useMutation({
    mutationFn: async (agreement: { version: string; acceptedBy: string }) => {
      const { name, town, person, role, email, password } = details
      const account = { name: person, role, email, password }
      const { signedIn } = await call(practiceRoutes.signUp, {
        kind: kind ?? 'gp',
        name,
        town,
        person: account,
        agreement,
      })
      return signedIn ? call(sessionRoutes.read, {}) : null
    },
    onSuccess: (session) => {
      // An account with a second factor signs in as always, the new practice among its others.
      if (session === null) return void navigate({ to: '/sign-in' })
      openSession(session)
      void navigate({ to: '/' })
    },
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
