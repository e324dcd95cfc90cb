/**
 * Signing in. At a computer that several people share, those who set a short code there are named: a tap and six digits.
 * Everybody else, and everywhere else: email and password.
 */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { seatRoutes, type Seat } from '@candour/contract/seats.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { showTime } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { UnlockForm } from '../seats/unlock-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import '../seats/seats.css'

interface WhoProps {
  heading: string
  lead: string
  email?: string
  practice?: string
  onSignedIn: (session: Session) => void
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word) && !word.endsWith('.'))
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}

export function WhoIsWorking(props: WhoProps) {
  const { data, isPending } = useQuery({
    queryKey: ['seats'],
    queryFn: () => call(seatRoutes.list, {}),
    staleTime: 0,
    retry: false,
  })
  if (isPending) return <Loading what="Looking who works here" />
  const seats = data?.seats ?? []
  return seats.length === 0 ? <ByPassword {...props} /> : <AtSharedComputer {...props} seats={seats} />
}

function ByPassword({ heading, lead, email, practice, onSignedIn }: WhoProps) {
  return (
    <SignInForm
      head={
        <div className="public-head">
          <h1>{heading}</h1>
          <p className="lead">{lead}</p>
        </div>
      }
      {...(email !== undefined && { email })}
      {...(practice !== undefined && { practice })}
      onSignedIn={onSignedIn}
    />
  )
}

type Chosen = { seat: Seat; by: 'code' | 'password' } | 'somebody else' | null

function AtSharedComputer({ seats, ...props }: WhoProps & { seats: Seat[] }) {
  const only = seats.length === 1 && seats[0]!.openUntil !== null ? seats[0]! : null
  const [chosen, setChosen] = useState<Chosen>(only === null ? null : { seat: only, by: 'code' })
  const practices = [...new Set(seats.map(({ practice }) => practice))]
  if (chosen === 'somebody else' || (chosen !== null && chosen.by === 'password'))
    return (
      <>
        <ByPassword
          {...props}
          heading={chosen === 'somebody else' ? 'Sign in' : `Sign in, ${chosen.seat.name}`}
          lead={
            chosen === 'somebody else'
              ? 'With the email and password of your practice account.'
              : 'With your password once more; then your short code works here again.'
          }
        />
        <button type="button" className="link back-to-seats" onClick={() => setChosen(null)}>
          Back to who is working
        </button>
      </>
    )
  const choose = (seat: Seat) => setChosen({ seat, by: seat.openUntil === null ? 'password' : 'code' })
  return (
    <>
      <div className="public-head seats-head">
        <p className="eyebrow">{practices.join(', ')}</p>
        <h1>Who is working?</h1>
      </div>
      <ul className="seats">
        {seats.map((seat) => (
          <li key={seat.id}>
            <button
              type="button"
              className="seat"
              aria-pressed={chosen?.seat.id === seat.id}
              onClick={() => choose(seat)}
            >
              <span className="initials" aria-hidden="true">
                {initialsOf(seat.name)}
              </span>
              <span>
                <b>{seat.name}</b>
                <span className="second">{seat.role}</span>
              </span>
              <span className="second fixed">
                {seat.openUntil === null ? 'Password first' : `Code until ${showTime(seat.openUntil)}`}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="seat" onClick={() => setChosen('somebody else')}>
            <span className="initials" aria-hidden="true">
              <Icon name="plus" />
            </span>
            <span>Somebody else</span>
          </button>
        </li>
      </ul>
      {chosen !== null && (
        <UnlockForm
          key={chosen.seat.id}
          seat={chosen.seat}
          onSignedIn={props.onSignedIn}
          others={[{ label: 'Use a password', act: () => setChosen({ seat: chosen.seat, by: 'password' }) }]}
        />
      )}
      {chosen === null && <p className="second">{props.lead}</p>}
    </>
  )
}
