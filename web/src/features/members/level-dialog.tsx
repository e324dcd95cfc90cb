import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { memberRoutes, type Member } from '@candour/contract/members.ts'
import { levels, type Level } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { announce } from '../../ui/toast.tsx'
import { useSession } from '../sessions/session.ts'
import { levelChoices, levelWords } from './level-words.ts'
import { membersChanged } from './members.ts'

export function LevelDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const own = useSession().member.level
  const [level, setLevel] = useState(String(member.level))
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const next = Number(level) as Level
  const change = useMutation({
    mutationFn: () => call(memberRoutes.changeLevel, { id: member.id, level: next, reason }),
    onSuccess: () => {
      announce(`${member.name}: ${levels[next]}`)
      membersChanged()
      onClose()
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && next !== member.level && !change.isPending) change.mutate()
  }
  return (
    <Dialog heading={`Change the level of ${member.name}`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <Select
          label="Level"
          hint={levelWords[next]}
          value={level}
          onChange={setLevel}
          choices={levelChoices(0, own)}
        />
        {next === 0 && member.level > 0 && (
          <p className="second">
            Every session here ends at once, and what was given beyond the level is gone. What {member.name} wrote
            stays; giving a level again brings the person back.
          </p>
        )}
        {next > 0 && member.deviations > 0 && (
          <p className="second">What was given or withdrawn beyond the level stays as it is.</p>
        )}
        <Field
          label="Reason"
          hint="It stands in the activity, beside your name"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        {asked && next === member.level && <p className="second">This is the level that {member.name} has already.</p>}
        <FormError error={change.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button
            type="submit"
            className={next === 0 ? 'button danger' : 'button primary'}
            aria-disabled={change.isPending}
          >
            {next === 0 ? 'Take away all access' : `Make ${levels[next]}`}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
