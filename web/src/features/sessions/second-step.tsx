/** The second step of signing in: a passkey, a code of the authenticator app, or one of the printed recovery codes. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { errors } from '@candour/contract/errors.ts'
import type { FactorKind, FactorNeeded, Proof } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { passkeysHere, showPasskey } from '../factors/passkey.ts'
import { LostFactor } from '../recoveries/lost-factor.tsx'
import { inOtherWords } from './ways.ts'

interface SecondStepProps<T> {
  asked: Pick<FactorNeeded, 'ticket' | 'ways' | 'passkey'>
  /** What the second step leads to. */
  prove: (second: { ticket: string; proof: Proof }) => Promise<T>
  onProved: (result: T) => void
  /** Colleagues let the person in. */
  onSignedIn: (session: Session) => void
  onAnew: () => void
}

const codes = {
  totp: {
    label: 'Code of your authenticator app',
    hint: 'Six digits, new every 30 seconds.',
    autoComplete: 'one-time-code',
  },
  recovery: {
    label: 'Recovery code',
    hint: 'One of the ten that you printed. It works once.',
    autoComplete: 'off',
  },
}

export function SecondStep<T>({ asked, prove: proveBy, onProved, onSignedIn, onAnew }: SecondStepProps<T>) {
  const { ticket, ways: all, passkey } = asked
  const ways = all.filter((way) => way !== 'passkey' || (passkey !== null && passkeysHere() === 'here'))
  const [by, setBy] = useState<FactorKind>(ways[0] ?? 'recovery')
  const [code, setCode] = useState('')
  const [isLost, setLost] = useState(all.length === 0)
  const prove = useMutation({
    mutationFn: async () =>
      proveBy({ ticket, proof: by === 'passkey' ? { by, signed: await showPasskey(passkey!) } : { by, code } }),
    onSuccess: onProved,
    onError: () => setCode(''),
  })
  const missing = useMissing(code, 'Type the code.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (by !== 'passkey' && !missing.isThere()) prove.reset()
    else if (!prove.isPending) prove.mutate()
  }
  if (isLost)
    return (
      <>
        {all.length === 0 && <p className="form-error">{errors['account.altered'][1]}</p>}
        <LostFactor ticket={ticket} onSignedIn={onSignedIn} onBack={all.length === 0 ? onAnew : () => setLost(false)} />
      </>
    )
  return (
    <form className="fields" onSubmit={submit} noValidate>
      {by === 'passkey' ? (
        <p>Your password is right. Next your device asks for your finger, face or PIN.</p>
      ) : (
        <Field
          key={by}
          {...codes[by]}
          name={by === 'totp' ? 'code' : by}
          inputMode={by === 'totp' ? 'numeric' : 'text'}
          value={code}
          onChange={setCode}
          error={missing.error}
          autoFocus
        />
      )}
      <FormError error={prove.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={prove.isPending}>
          {by === 'passkey'
            ? prove.isPending
              ? 'Waiting for your passkey'
              : 'Use your passkey'
            : prove.isPending
              ? 'Checking'
              : 'Go on'}
        </button>
        {ways
          .filter((way) => way !== by)
          .map((way) => (
            <button
              key={way}
              type="button"
              className="button"
              onClick={() => {
                setBy(way)
                setCode('')
                missing.reset()
                prove.reset()
              }}
            >
              {inOtherWords[way]}
            </button>
          ))}
        <button type="button" className="button" onClick={onAnew}>
          Start again
        </button>
      </div>
      <p className="second">
        Lost your phone or key, and no recovery code at hand?{' '}
        <button type="button" className="link" onClick={() => setLost(true)}>
          Ask your colleagues
        </button>
      </p>
    </form>
  )
}
