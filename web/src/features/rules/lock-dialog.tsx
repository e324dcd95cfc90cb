import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useSession } from '../sessions/session.ts'

/** Asks in words, takes a reason, and stops everything. */
export function LockDialog({ onClose }: { onClose: () => void }) {
  const { practice } = useSession()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const lock = useMutation({
    mutationFn: () => call(rulesRoutes.lock, { reason }),
    // Nothing of a record stays in memory
    onSuccess: () => location.assign('/locked'),
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !lock.isPending) lock.mutate()
  }
  return (
    <Dialog heading={`Lock ${practice.name}?`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          Everybody but you is signed out at once, and nobody can sign in. You see the team and the activity, no
          records. To lift it you need a second factor.
        </p>
        <Field
          label="What happened"
          hint="Managers and administrators get it by mail"
          name="reason"
          value={reason}
          onChange={setReason}
          autoFocus
          maxLength={300}
          error={asked && missing ? 'A few words are enough.' : undefined}
        />
        <FormError error={lock.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it open
          </button>
          <button type="submit" className="button danger" aria-disabled={lock.isPending}>
            Lock the practice now
          </button>
        </div>
      </form>
    </Dialog>
  )
}
