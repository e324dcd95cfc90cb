import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { seatRoutes, type Seat } from '@candour/contract/seats.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'

interface UnlockProps {
  seat: Seat
  onSignedIn: (session: Session) => void
  /** Other ways for the same person. */
  others: { label: string; act: () => void }[]
}

/** Six digits, and in: nothing to press. */
export function UnlockForm({ seat, onSignedIn, others }: UnlockProps) {
  const [pin, setPin] = useState('')
  const unlock = useMutation({
    mutationFn: (digits: string) => call(seatRoutes.unlock, { id: seat.id, pin: digits }),
    onSuccess: onSignedIn,
    onError: () => setPin(''),
  })
  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, 6)
    setPin(digits)
    if (unlock.isError) unlock.reset()
    if (digits.length === 6 && !unlock.isPending) unlock.mutate(digits)
  }
  const error = unlock.error === null ? undefined : wordsOf(unlock.error)
  return (
    <form className="fields unlock" onSubmit={(event) => event.preventDefault()} noValidate>
      <Field
        label={`Short code of ${seat.name}`}
        hint={unlock.isPending ? 'Checking' : 'Six digits.'}
        name="short-code"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={type}
        error={error}
        autoFocus
      />
      <div className="acts">
        {others.map(({ label, act }) => (
          <button key={label} type="button" className="link" onClick={act}>
            {label}
          </button>
        ))}
      </div>
    </form>
  )
}

function wordsOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The server does not answer. Try again in a moment.'
}
