/** Adds a passkey: the device asks for finger, face or PIN, and keeps the key. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { factorRoutes } from '@candour/contract/factors.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { factorsChanged } from './factors.ts'
import { deviceName, makePasskey } from './passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

export function AddPasskey({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState(deviceName)
  const add = useMutation({
    mutationFn: async () => {
      const passkey = await makePasskey(await call(factorRoutes.startPasskey, {}))
      return call(factorRoutes.confirmPasskey, { name: name.trim() || deviceName(), passkey })
    },
    onSuccess: async ({ recoveryCodes }) => {
      await factorsChanged()
      if (recoveryCodes === null) onDone()
    },
  })
  const codes = add.data?.recoveryCodes ?? null
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate()
  }
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p>
        Your device asks for your finger, face or PIN, and keeps the key. It signs you in here and at no other site, so
        nobody can trick you out of it.
      </p>
      <Field
        label="What you call it"
        hint="So that you know it again in the list."
        name="passkey"
        value={name}
        onChange={setName}
        maxLength={40}
        autoFocus
      />
      <FormError error={add.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={add.isPending}>
          {add.isPending ? 'Waiting for your device' : 'Add the passkey'}
        </button>
      </div>
    </form>
  )
}
