/** The second step of signing in: a code of the authenticator app, or one of the printed recovery codes. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'

interface SecondStepProps {
  ticket: string
  ways: string[]
  onSignedIn: (session: Session) => void
  onAnew: () => void
}

export function SecondStep({ ticket, ways, onSignedIn, onAnew }: SecondStepProps) {
  const [by, setBy] = useState<'totp' | 'recovery'>(ways.includes('totp') ? 'totp' : 'recovery')
  const [code, setCode] = useState('')
  const prove = useMutation({
    mutationFn: () => call(sessionRoutes.proveFactor, { ticket, proof: { by, code } }),
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '' && !prove.isPending) prove.mutate()
  }
  const other = by === 'totp' ? 'recovery' : 'totp'
  return (
    <form className="fields" onSubmit={submit} noValidate>
      {by === 'totp' ? (
        <Field
          key="totp"
          label="Code of your authenticator app"
          hint="Six digits, new every 30 seconds."
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={setCode}
          autoFocus
        />
      ) : (
        <Field
          key="recovery"
          label="Recovery code"
          hint="One of the ten that you printed. It works once."
          name="recovery"
          autoComplete="off"
          value={code}
          onChange={setCode}
          autoFocus
        />
      )}
      <FormError error={prove.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={prove.isPending}>
          {prove.isPending ? 'Checking' : 'Go on'}
        </button>
        {ways.includes(other) && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setBy(other)
              setCode('')
              prove.reset()
            }}
          >
            {other === 'recovery' ? 'Use a recovery code' : 'Use the app'}
          </button>
        )}
        <button type="button" className="button" onClick={onAnew}>
          Start again
        </button>
      </div>
    </form>
  )
}
