import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { levels } from '@candour/contract/permissions.ts'
import { restrictionRoutes, type Restriction } from '@candour/contract/restrictions.ts'
import { call } from '../../api/client.ts'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { useMembers } from '../members/members.ts'
import { useSession } from '../sessions/session.ts'
import { restrictionChanged } from './restrictions.ts'

interface RestrictFormProps {
  patient: string
  before: Restriction
  onClose: () => void
}

/** Who restricts a record to others loses it from view with that: it is said, and asked twice. */
export function RestrictForm({ patient, before, onClose }: RestrictFormProps) {
  const me = useSession().member.id
  const here = useMembers().data?.filter(({ state, level }) => state === 'approved' && level > 0) ?? []
  const start = before.restricted?.people.filter(({ isHere }) => isHere).map(({ id }) => id) ?? [me]
  const [named, setNamed] = useState<ReadonlySet<string>>(new Set(start))
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const [sure, setSure] = useState(false)
  const navigate = useNavigate()
  const keepsMe = named.has(me)
  const restrict = useMutation({
    mutationFn: () =>
      call(restrictionRoutes.restrict, { id: patient, members: [...named], reason, baseRevision: before.revision }),
    onSuccess: async (after) => {
      announce(named.size === 1 ? 'Restricted to 1 person' : `Restricted to ${named.size} people`)
      onClose()
      if (!keepsMe) await navigate({ to: '/patients' })
      await restrictionChanged(patient, keepsMe ? after : null)
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (missing || named.size === 0 || restrict.isPending) return
    if (!keepsMe && !sure) setSure(true)
    else restrict.mutate()
  }
  const choose = (id: string, isNamed: boolean) => {
    const next = new Set(named)
    if (isNamed) next.add(id)
    else next.delete(id)
    setNamed(next)
    setSure(false)
  }
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p>
        Only the people you name can find and open it. Others see nobody here, unless they break the glass: that takes a
        reason, ends after 30 minutes, and administrators look at it.
      </p>
      <fieldset className="field">
        <legend className="field-label">Who may open it</legend>
        <ul className="rows named-people">
          {here.map(({ id, name, role, level }) => (
            <li key={id}>
              <label className="check">
                <input type="checkbox" checked={named.has(id)} onChange={(event) => choose(id, event.target.checked)} />
                <span>
                  <b>{id === me ? `${name} (you)` : name}</b>
                  <span className="second">
                    {role}, {levels[level].toLowerCase()}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
        {asked && named.size === 0 && <FieldError>Name at least one person, or nobody could open it.</FieldError>}
      </fieldset>
      <Field
        label="Reason"
        hint="Those you name can read it; it stands in the activity, beside your name"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={asked && missing ? 'Say why, in a few words.' : undefined}
      />
      {sure && (
        <p className="second" role="alert">
          You are not among them: you can’t open this record any more, nor change who can.
        </p>
      )}
      <FormError error={restrict.error} />
      <div className="dialog-foot">
        <button type="button" className="link" onClick={onClose}>
          Leave it
        </button>
        <button type="submit" className="button primary" aria-disabled={restrict.isPending}>
          {sure
            ? 'Restrict it without me'
            : named.size === 1
              ? 'Restrict to 1 person'
              : `Restrict to ${named.size} people`}
        </button>
      </div>
    </form>
  )
}
