import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { rulesChanged } from '../rules/rules.ts'
import { supportChanged } from './support.ts'

/** A rule of the practice like the others: with a reason, on top of those that hold at this moment. */
export function SwitchDialog({ on, onClose }: { on: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const change = useMutation({
    mutationFn: async () => {
      const { rules, revision } = await call(rulesRoutes.read, {})
      return call(rulesRoutes.change, { rules: { ...rules, supportAllowed: on }, baseRevision: revision, reason })
    },
    onSuccess: async (shown) => {
      await rulesChanged(shown)
      await supportChanged()
      announce(on ? 'Support may ask' : 'Support is kept out')
      onClose()
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !change.isPending) change.mutate()
  }
  return (
    <Dialog heading={on ? 'Let support ask?' : 'Keep support out?'} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          {on
            ? 'Nothing opens by that. Support asks with a code that you read out, and you decide each time.'
            : 'Whoever of support is in is out at once, and what waits is refused. It does not come back when you switch it on again.'}
        </p>
        <Field
          label="Reason"
          hint="It stands in the activity, beside your name"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={change.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className={on ? 'button primary' : 'button danger'} aria-disabled={change.isPending}>
            {on ? 'Switch on' : 'Switch off'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
