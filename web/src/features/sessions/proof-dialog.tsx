/** Before what matters, once five minutes have passed: show once more that it is you. Then what was asked for goes on. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import type { InputOf } from '@candour/contract/route.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { call, onProofNeeded } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { passkeysHere, showPasskey } from '../factors/passkey.ts'
import { renewSession, sessionQuery, useSession } from './session.ts'
import { inOtherWords } from './ways.ts'

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
  password: { label: 'Password', autoComplete: 'current-password' },
  totp: { label: 'Code of your authenticator app', autoComplete: 'one-time-code' },
  recovery: { label: 'Recovery code', autoComplete: 'off' },
}

function ProofForm({ onProved, onCancel }: { onProved: () => void; onCancel: () => void }) {
  const ways = useSession().provesBy.filter((way) => way !== 'passkey' || passkeysHere() === 'here')
  const [by, setBy] = useState(ways[0] ?? 'recovery')
  const [shown, setShown] = useState('')
  const prove = useMutation({
    mutationFn: async () => call(sessionRoutes.prove, { proof: await proofBy(by, shown) }),
    onSuccess: (session) => {
      renewSession(session)
      onProved()
    },
    onError: () => setShown(''),
  })
  const missing = useMissing(shown, by === 'password' ? 'Type your password.' : 'Type the code.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (by !== 'passkey' && !missing.isThere()) prove.reset()
    else if (!prove.isPending) prove.mutate()
  }
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p className="second">This matters enough to ask once more. It holds for five minutes.</p>
      {by !== 'passkey' && (
        <Field
          key={by}
          {...fields[by]}
          name={by}
          type={by === 'password' ? 'password' : 'text'}
          inputMode={by === 'totp' ? 'numeric' : 'text'}
          value={shown}
          onChange={setShown}
          error={missing.error}
          autoFocus
        />
      )}
      <FormError error={prove.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={prove.isPending}>
          {prove.isPending
            ? by === 'passkey'
              ? 'Waiting for your passkey'
              : 'Checking'
            : by === 'passkey'
              ? 'Use your passkey'
              : 'Go on'}
        </button>
        {ways.map(
          (way) =>
            way !== by &&
            way !== 'password' && (
              <button
                key={way}
                type="button"
                className="button"
                onClick={() => {
                  setBy(way)
                  setShown('')
                  missing.reset()
                  prove.reset()
                }}
              >
                {inOtherWords[way]}
              </button>
            ),
        )}
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

async function proofBy(
  by: Session['provesBy'][number],
  shown: string,
): Promise<InputOf<typeof sessionRoutes.prove>['proof']> {
  if (by === 'passkey') return { by, signed: await showPasskey(await call(sessionRoutes.startProof, {})) }
  return by === 'password' ? { by, password: shown } : { by, code: shown }
}
