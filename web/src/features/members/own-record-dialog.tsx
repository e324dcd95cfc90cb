/** Saying which record is a member's own, as on a form. It answers the same whether there is such a record or not. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showAge, showDate } from '@candour/contract/formatting.ts'
import { memberRoutes, type Member, type OwnRecord } from '@candour/contract/members.ts'
import { isNhsNumber, plainNhsNumber, showNhsNumber } from '@candour/contract/nhs-number.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { showToast } from '../../ui/toast.tsx'
import { readBirthDate } from '../patients/birth-date.ts'
import { useSession } from '../sessions/session.ts'
import { memberChanged } from './members.ts'

interface OwnRecordDialogProps {
  member: Member
  said: OwnRecord['said']
  onClose: () => void
}

export function OwnRecordDialog({ member: { id, name }, said, onClose }: OwnRecordDialogProps) {
  const { member: me } = useSession()
  const isOwn = me.id === id
  const [family, setFamily] = useState(said?.family ?? '')
  const [born, setBorn] = useState(said === null ? '' : showDate(said.birthDate))
  const [number, setNumber] = useState(said?.nhsNumber ? showNhsNumber(said.nhsNumber) : '')
  const [asked, setAsked] = useState(false)
  const read = readBirthDate(born, new Date())
  const digits = number.trim() === '' ? null : plainNhsNumber(number)
  const problems = {
    family: family.trim() === '' ? 'Write the surname.' : undefined,
    born: 'problem' in read ? read.problem : undefined,
    number:
      digits === null || isNhsNumber(digits)
        ? undefined
        : 'This is not an NHS number. Check it against the letter or card.',
  }
  const say = useMutation({
    mutationFn: (birthDate: string) =>
      call(memberRoutes.sayOwnRecord, { id, said: { family, birthDate, nhsNumber: digits } }),
    onSuccess: () => {
      showToast('Kept. Where a record here fits, Candour watches over it from now on.')
      memberChanged()
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (problems.family === undefined && problems.number === undefined && 'date' in read && !say.isPending)
      say.mutate(read.date)
  }
  return (
    <Dialog heading={isOwn ? 'Which record is yours?' : `Which record is that of ${name}?`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p className="second">
          {isOwn
            ? 'You see nothing of the record by this, and are not told whether there is one. Opening your own record is told of, too: see it as every patient does, by asking somebody else.'
            : 'Nothing of the record is shown by this, and nobody is told whether there is one. Ask them first.'}
        </p>
        <Field
          label="Surname"
          hint="As the record has it"
          name="family"
          value={family}
          onChange={setFamily}
          maxLength={80}
          autoFocus
          error={asked ? problems.family : undefined}
        />
        <Field
          label="Birth date"
          hint="Day first, for example 04-03-1957"
          name="birthDate"
          value={born}
          onChange={setBorn}
          said={'date' in read ? `${showDate(read.date)} (${showAge(read.date, new Date())})` : undefined}
          error={asked ? problems.born : undefined}
        />
        <Field
          label="NHS number"
          hint="10 digits, for example 999 000 0018"
          name="nhsNumber"
          optional
          value={number}
          onChange={setNumber}
          maxLength={30}
          error={asked ? problems.number : undefined}
        />
        <FormError error={say.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={say.isPending}>
            {say.isPending ? 'Keeping it' : 'Keep it'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
