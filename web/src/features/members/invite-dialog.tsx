/** Inviting: who the person is and what they will be. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { memberRoutes } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { InputOf } from '@candour/contract/route.ts'
import { email as emailShape } from '@candour/contract/shapes.ts'
import { call, fieldError } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { kindWords } from '../practices/practice-kinds.ts'
import { useSession } from '../sessions/session.ts'
import { InvitationSent } from './invitation-sent.tsx'
import { levelChoices, levelWords } from './level-words.ts'
import { membersChanged } from './members.ts'

type Invite = InputOf<typeof memberRoutes.invite>

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { member, practice } = useSession()
  const [typed, setTyped] = useState({ name: '', role: '', email: '', level: '2' })
  const [asked, setAsked] = useState(false)
  const invite = useMutation({
    mutationFn: () => call(memberRoutes.invite, { ...typed, level: Number(typed.level) as Invite['level'] }),
    onSuccess: () => membersChanged(),
  })
  const problems = {
    name: typed.name.trim() === '' ? 'Type the name.' : undefined,
    role: typed.role.trim() === '' ? 'Type the role.' : undefined,
    email: emailShape.safeParse(typed.email).error?.issues[0]?.message,
  }
  const of = (field: 'name' | 'role' | 'email') => ({
    name: field,
    value: typed[field],
    onChange: (value: string) => setTyped({ ...typed, [field]: value }),
    error: (asked ? problems[field] : undefined) ?? fieldError(invite.error, field),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (Object.values(problems).every((problem) => problem === undefined) && !invite.isPending) invite.mutate()
  }
  if (invite.data !== undefined) return <InvitationSent sent={invite.data} onClose={onClose} />
  return (
    <Dialog heading="Invite a colleague" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <Field label="Name" {...of('name')} autoFocus />
        <div className="fields two">
          <Field label="Role" suggestions={kindWords(practice.kind).roles} {...of('role')} />
          <Field label="Email" type="email" {...of('email')} />
        </div>
        <Select
          label="Level"
          hint={levelWords[Number(typed.level) as Level]}
          value={typed.level}
          onChange={(level) => setTyped({ ...typed, level })}
          choices={levelChoices(1, member.level)}
        />
        <FormError error={invite.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={invite.isPending}>
            {invite.isPending ? 'Inviting' : 'Invite'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
