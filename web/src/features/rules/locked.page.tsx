/** While the practice is locked: why, since when, what can be looked at, and the way out of it. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { useSession } from '../sessions/session.ts'
import './rules.css'

export function LockedPage() {
  usePageTitle('Locked')
  const { practice, lockdown, provesBy } = useSession()
  if (lockdown === null) return null
  const hasFactor = !provesBy.includes('password')
  return (
    <div className="page">
      <PageHead
        title={`${practice.name} is locked`}
        lead={`${lockdown.by} locked it on ${showDayAndTime(lockdown.at)}. Nobody opens a record; nothing is lost.`}
      />
      <section>
        <SectionHead title="What happened" />
        <p className="under-rule">{lockdown.reason}</p>
        <p className="acts under-rule">
          <Link to="/activity" className="button">
            Look at the activity
          </Link>
          <Link to="/team" className="button">
            Look at the team
          </Link>
        </p>
      </section>
      <section>
        <SectionHead title="When it is over" />
        {lockdown.byOperator ? (
          <p className="second under-rule">Whoever runs this installation locked the practice, and lifts it.</p>
        ) : hasFactor ? (
          <Lift />
        ) : (
          <p className="under-rule">
            To lift it you need a second factor. <Link to="/signing-in">Set one up</Link>; it takes two minutes.
          </p>
        )}
      </section>
    </div>
  )
}

function Lift() {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const lift = useMutation({
    mutationFn: () => call(rulesRoutes.lift, { reason }),
    onSuccess: () => location.assign('/'),
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !lift.isPending) lift.mutate()
  }
  return (
    <form className="fields under-rule" onSubmit={submit} noValidate>
      <Field
        label="Why it is safe again"
        hint="Managers and administrators get it by mail"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={asked && missing ? 'A few words are enough.' : undefined}
      />
      <FormError error={lift.error} />
      <div>
        <button type="submit" className="button primary" aria-disabled={lift.isPending}>
          Open the practice again
        </button>
      </div>
    </form>
  )
}
