import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { providerRoutes } from '@candour/contract/providers.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { providerKey } from './providers.ts'

export function RevokeDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const revoke = useMutation({
    mutationFn: () => call(providerRoutes.revoke, { reason }),
    onSuccess: async () => {
      await readAnew(providerKey)
      announce(`${name} opens nothing any more`)
      onClose()
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !revoke.isPending) revoke.mutate()
  }
  return (
    <Dialog heading={`Revoke ${name}?`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          Whoever came by it is signed out now. Everybody signs in by password or passkey; who has never set a password
          asks for one by mail.
        </p>
        <Field
          label="Reason"
          hint="It stands in the activity, beside your name"
          name="reason"
          value={reason}
          onChange={setReason}
          autoFocus
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={revoke.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button danger" aria-disabled={revoke.isPending}>
            Revoke it now
          </button>
        </div>
      </form>
    </Dialog>
  )
}
