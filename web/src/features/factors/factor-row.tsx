/** One of the own second factors: what it is, when it was used, another name, and away with it. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { factorRoutes, type Factor } from '@candour/contract/factors.ts'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { factorsChanged } from './factors.ts'

const kinds = { passkey: 'Passkey', totp: 'Authenticator app' }

export function FactorRow({ factor }: { factor: Factor }) {
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const close = () => setOpen(null)
  return (
    <li className="factor">
      <span>
        <span className="factor-name">{factor.name}</span>{' '}
        <span className="second">
          {kinds[factor.kind]}, since {showDay(factor.since)}
          {factor.lastUsedAt !== null && `, last used ${showDayAndTime(factor.lastUsedAt)}`}
        </span>
      </span>
      <span className="acts">
        <button
          type="button"
          className="button"
          aria-label={`Rename “${factor.name}”`}
          onClick={() => setOpen('rename')}
        >
          Rename
        </button>
        <button
          type="button"
          className="button"
          aria-label={`Remove “${factor.name}”`}
          onClick={() => setOpen('remove')}
        >
          Remove
        </button>
      </span>
      {open === 'rename' && <RenameDialog factor={factor} onClose={close} />}
      {open === 'remove' && <RemoveDialog factor={factor} onClose={close} />}
    </li>
  )
}

interface DialogProps {
  factor: Factor
  onClose: () => void
}

function RenameDialog({ factor, onClose }: DialogProps) {
  const [name, setName] = useState(factor.name)
  const rename = useMutation({
    mutationFn: () => call(factorRoutes.rename, { id: factor.id, name }),
    onSuccess: async () => {
      await factorsChanged()
      onClose()
    },
  })
  const missing = useMissing(name, 'Type a name by which you know it.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing.isThere() && !rename.isPending) rename.mutate()
  }
  return (
    <Dialog heading={`Rename “${factor.name}”`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="What you call it"
          name="name"
          value={name}
          onChange={setName}
          maxLength={40}
          error={missing.error}
          autoFocus
        />
        <FormError error={rename.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={rename.isPending}>
            Rename it
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function RemoveDialog({ factor, onClose }: DialogProps) {
  const remove = useMutation({
    mutationFn: () => call(factorRoutes.remove, { id: factor.id }),
    onSuccess: async () => {
      await factorsChanged()
      onClose()
    },
  })
  return (
    <Dialog heading={`Remove “${factor.name}”?`} onClose={onClose}>
      <div className="fields">
        <p>
          {factor.kind === 'passkey' ? 'It opens' : 'Its codes open'} nothing any more, and your sessions on other
          devices end. You get a mail that says so.
        </p>
        <FormError error={remove.error} />
        <div className="acts">
          <button type="button" className="button danger" onClick={() => !remove.isPending && remove.mutate()}>
            Remove it
          </button>
          <button type="button" className="button" onClick={onClose}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
