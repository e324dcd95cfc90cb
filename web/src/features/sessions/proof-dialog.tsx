/** Before what matters, once five minutes have passed: show once more that it is you. Then what was asked for goes on. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { call, onProofNeeded } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { openSession, sessionQuery, useSession } from './session.ts'

/** Several acts may wait for one proof. */
export function ProofPlace() {
  const [waiting, setWaiting] = useState<((proved: boolean) => void)[]>([])
  useEffect(
    () =>
      onProofNeeded(async () => {
        // What proves it may have changed since this page was opened.
        await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
        return new Promise((resolve) => setWaiting((before) => [...before, resolve]))
      }),
    [],
  )
  if (waiting.length === 0) return null
  const settle = (proved: boolean) => {
    setWaiting([])
    for (const resolve of waiting) resolve(proved)
  }
  return (
    <Dialog heading="Show that it is you" onClose={() => settle(false)}>
      <ProofForm onProved={() => settle(true)} onCancel={() => settle(false)} />
    </Dialog>
  )
}

const fields = {
  password: { label: 'Password', autoComplete: 'current-password', other: '' },
  totp: { label: 'Code of your authenticator app', autoComplete: 'one-time-code', other: 'Use the app' },
  recovery: { label: 'Recovery code', autoComplete: 'off', other: 'Use a recovery code' },
}

function ProofForm({ onProved, onCancel }: { onProved: () => void; onCancel: () => void }) {
  const ways = useSession().provesBy.filter((way) => way !== 'passkey')
  const [by, setBy] = useState(ways[0]!)
  const [shown, setShown] = useState('')
  const prove = useMutation({
    mutationFn: () =>
      call(sessionRoutes.prove, { proof: by === 'password' ? { by, password: shown } : { by, code: shown } }),
    onSuccess: (session) => {
      openSession(session)
      onProved()
    },
    onError: () => setShown(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (shown.trim() !== '' && !prove.isPending) prove.mutate()
  }
  const { label, autoComplete } = fields[by]
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p className="second">This matters enough to ask once more. It holds for five minutes.</p>
      <Field
        key={by}
        label={label}
        name={by}
        type={by === 'password' ? 'password' : 'text'}
        inputMode={by === 'totp' ? 'numeric' : 'text'}
        autoComplete={autoComplete}
        value={shown}
        onChange={setShown}
        autoFocus
      />
      <FormError error={prove.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={prove.isPending}>
          {prove.isPending ? 'Checking' : 'Go on'}
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
                setShown('')
                prove.reset()
              }}
            >
              {fields[way].other}
            </button>
          ))}
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}
