/** The second factor is lost: colleagues are asked, a number is read out to them, and a new one is set up. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { showTime } from '@candour/contract/formatting.ts'
import { recoveryRoutes, type OwnRecovery } from '@candour/contract/recoveries.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import './recoveries.css'

interface LostFactorProps {
  ticket: string
  onSignedIn: (session: Session) => void
  onBack: () => void
}

const lookAgainAfter = 3_000

export function LostFactor({ ticket, onSignedIn, onBack }: LostFactorProps) {
  const start = useMutation({ mutationFn: () => call(recoveryRoutes.start, { ticket }) })
  if (start.data !== undefined)
    return <Waiting token={start.data.token} first={start.data.recovery} onSignedIn={onSignedIn} onBack={onBack} />
  return (
    <div className="fields">
      <p>
        Two colleagues who know you let you in again; one of them must be an administrator. They are told at once. You
        speak to each, and read out a number that you see next.
      </p>
      <FormError error={start.error} />
      <div className="acts">
        <button
          type="button"
          className="button primary"
          aria-disabled={start.isPending}
          onClick={() => !start.isPending && start.mutate()}
        >
          {start.isPending ? 'Asking' : 'Ask my colleagues'}
        </button>
        <button type="button" className="button" onClick={onBack}>
          Back
        </button>
      </div>
    </div>
  )
}

interface WaitingProps {
  token: string
  first: OwnRecovery
  onSignedIn: (session: Session) => void
  onBack: () => void
}

function Waiting({ token, first, onSignedIn, onBack }: WaitingProps) {
  const { data, error } = useQuery({
    queryKey: ['own-recovery', token],
    queryFn: () => call(recoveryRoutes.readOwn, { token }),
    initialData: first,
    refetchInterval: (query) => (query.state.error === null ? lookAgainAfter : false),
    gcTime: 0,
  })
  const finish = useMutation({ mutationFn: () => call(recoveryRoutes.finish, { token }), onSuccess: onSignedIn })
  const cancel = useMutation({ mutationFn: () => call(recoveryRoutes.cancelOwn, { token }), onSuccess: onBack })
  if (error !== null)
    return (
      <div className="fields">
        <FormError error={error} />
        <div className="acts">
          <button type="button" className="button" onClick={onBack}>
            Back
          </button>
        </div>
      </div>
    )
  return (
    <div className="fields">
      {data.isConfirmed ? (
        <p>Your colleagues have confirmed that it is you. Set up a new passkey or app; the old ones end then.</p>
      ) : (
        <>
          <p>Call your colleagues, or go to them, and read out:</p>
          <p className="recovery-number" aria-label={`Your number: ${data.number.split('').join(' ')}`}>
            {data.number.slice(0, 3)} {data.number.slice(3)}
          </p>
        </>
      )}
      <ul className="rows" aria-live="polite">
        {data.practices.map(({ name, confirmed, isEnough }) => (
          <li key={name} className="recovery-practice">
            <span>{name}</span>
            <span className={isEnough ? 'state green' : 'state'}>
              <Icon name={isEnough ? 'check' : 'clock'} size={16} />
              {isEnough ? 'Confirmed' : progressOf(confirmed)}
            </span>
          </li>
        ))}
      </ul>
      <FormError error={finish.error ?? cancel.error} />
      <div className="acts">
        {data.isConfirmed && (
          <button
            type="button"
            className="button primary"
            aria-disabled={finish.isPending}
            onClick={() => !finish.isPending && finish.mutate()}
          >
            Set up a new one
          </button>
        )}
        <button type="button" className="button" onClick={() => !cancel.isPending && cancel.mutate()}>
          Cancel the request
        </button>
      </div>
      <p className="second">
        It holds until {showTime(data.expiresAt)}. Keep this page open. Nobody at Candour ever asks for this number.
      </p>
    </div>
  )
}

function progressOf(confirmed: number): string {
  if (confirmed === 0) return 'Waiting for two colleagues'
  return confirmed === 1 ? 'One has confirmed' : 'Waiting for an administrator'
}
