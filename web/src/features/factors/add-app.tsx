/** Adds an authenticator app: show it the square, type what it says, keep the recovery codes. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { renderSVG } from 'uqr'
import { factorRoutes } from '@candour/contract/factors.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { factorsChanged } from './factors.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import './factors.css'

export function AddApp({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('Phone')
  const [code, setCode] = useState('')
  const start = useMutation({ mutationFn: () => call(factorRoutes.startTotp, { name: name.trim() || 'Phone' }) })
  const confirm = useMutation({
    mutationFn: (id: string) => call(factorRoutes.confirmTotp, { id, code }),
    onSuccess: async ({ recoveryCodes }) => {
      await factorsChanged()
      if (recoveryCodes === null) onDone()
    },
    onError: () => setCode(''),
  })
  const missing = useMissing(code, 'Type the code that the app shows.')
  const codes = confirm.data?.recoveryCodes ?? null
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />
  if (start.data === undefined)
    return (
      <form
        className="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!start.isPending) start.mutate()
        }}
      >
        <p>
          You need an authenticator app: the one of your phone’s maker, or any that reads a QR code. It works without
          network.
        </p>
        <Field
          label="What you call it"
          hint="So that you know it again in the list."
          name="factor"
          value={name}
          onChange={setName}
          maxLength={40}
          autoFocus
        />
        <FormError error={start.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={start.isPending}>
            Show the QR code
          </button>
        </div>
      </form>
    )
  const { id, secret, uri } = start.data
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!missing.isThere()) confirm.reset()
    else if (!confirm.isPending) confirm.mutate(id)
  }
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p>Scan this with the app, then type the six digits that it shows.</p>
      <img
        className="qr"
        alt="QR code for the authenticator app"
        width={200}
        height={200}
        src={`data:image/svg+xml;base64,${btoa(renderSVG(uri, { ecc: 'M', border: 2 }))}`}
      />
      <p className="second">
        Can’t scan? Type this into the app: <code className="secret">{secret.match(/.{1,4}/g)!.join(' ')}</code>
      </p>
      <Field
        label="Code"
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={setCode}
        error={missing.error}
        autoFocus
      />
      <FormError error={confirm.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={confirm.isPending}>
          {confirm.isPending ? 'Checking' : 'Add the app'}
        </button>
      </div>
    </form>
  )
}
