/** Places a legal hold: on a patient from the record, on a member or the whole practice from the list. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { holdRoutes, type Hold } from '@candour/contract/holds.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { announce } from '../../ui/toast.tsx'
import { useMembers } from '../members/members.ts'
import { holdsChanged } from './holds.ts'

interface HoldProps {
  kind: Hold['kind']
  /** The patient's id; null where it is chosen here, or the practice. */
  about: string | null
  onClose: () => void
}

const what: Record<Hold['kind'], string> = {
  patient:
    'Nothing of this record is destroyed: not the record, not drafts about it, not the details of who looked at it.',
  member: 'What this person wrote and threw away stays, and so do the details of all they did.',
  practice:
    'Nothing of the practice is destroyed: no record, no draft, no refused line of an import, no detail of the activity.',
}

export function HoldDialog({ kind, about, onClose }: HoldProps) {
  const members = useMembers().data ?? []
  const [member, setMember] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const chosen = member === '' ? (members[0]?.id ?? '') : member
  const place = useMutation({
    mutationFn: () => call(holdRoutes.place, { kind, about: kind === 'member' ? chosen : about, reason }),
    onSuccess: async () => {
      announce('The hold is placed')
      await holdsChanged()
      onClose()
    },
  })
  const missing = reason.trim().length < 5
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !place.isPending) place.mutate()
  }
  return (
    <Dialog heading="Place a legal hold" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>{what[kind]} It stays until another administrator lifts it.</p>
        {kind === 'member' && (
          <Select
            label="Who"
            value={chosen}
            choices={members.map(({ id, name, role }) => [id, `${name}, ${role}`] as const)}
            onChange={setMember}
          />
        )}
        <Field
          label="Why"
          hint="For example a claim, a complaint or an inquiry; sealed, and shown to administrators"
          name="reason"
          value={reason}
          onChange={setReason}
          autoFocus
          maxLength={500}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={place.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={place.isPending}>
            Place the hold
          </button>
        </div>
      </form>
    </Dialog>
  )
}
