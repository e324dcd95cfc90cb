/** Who may open a record: read, and by those who may, changed or lifted. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { restrictionRoutes, type Restriction } from '@candour/contract/restrictions.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { RestrictForm } from './restrict-form.tsx'
import './restrictions.css'
import { restrictionChanged, useRestriction } from './restrictions.ts'

export function RestrictionDialog({ patient, onClose }: { patient: string; onClose: () => void }) {
  const { data, error } = useRestriction(patient)
  const [act, setAct] = useState<'change' | 'lift' | null>(null)
  const heading = data?.restricted === null || act === 'change' ? 'Restrict this record' : 'Who may open this record'
  return (
    <Dialog heading={heading} onClose={onClose}>
      {error !== null && <Failure error={error} heading="This can’t be shown" />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (data.restricted === null || act === 'change') && (
        <RestrictForm patient={patient} before={data} onClose={onClose} />
      )}
      {data !== undefined && data.restricted !== null && act === null && (
        <Named restriction={data} onAct={setAct} onClose={onClose} />
      )}
      {data !== undefined && data.restricted !== null && act === 'lift' && (
        <Lift patient={patient} before={data} onBack={() => setAct(null)} onClose={onClose} />
      )}
    </Dialog>
  )
}

interface NamedProps {
  restriction: Restriction
  onAct: (act: 'change' | 'lift') => void
  onClose: () => void
}

function Named({ restriction: { restricted, can }, onAct, onClose }: NamedProps) {
  const { people, reason, by, at } = restricted!
  return (
    <>
      <ul className="rows">
        {people.map(({ id, name, role, isHere }) => (
          <li key={id} className="named-person">
            <b>{name}</b>
            <span className="second">{isHere ? role : `${role}, without access by now`}</span>
          </li>
        ))}
      </ul>
      <p className="second">
        By {by.name}, {showDayAndTime(at)}
        {reason === null ? '' : `: ${reason}`}
      </p>
      <div className="dialog-foot">
        {can.includes('lift') && (
          <button type="button" className="link" onClick={() => onAct('lift')}>
            Lift the restriction
          </button>
        )}
        {can.includes('restrict') ? (
          <button type="button" className="button primary" onClick={() => onAct('change')}>
            Change who is named
          </button>
        ) : (
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
        )}
      </div>
    </>
  )
}

interface LiftProps {
  patient: string
  before: Restriction
  onBack: () => void
  onClose: () => void
}

function Lift({ patient, before, onBack, onClose }: LiftProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const lift = useMutation({
    mutationFn: () => call(restrictionRoutes.lift, { id: patient, reason, baseRevision: before.revision }),
    onSuccess: (after) => {
      announce('The restriction is lifted')
      onClose()
      void restrictionChanged(patient, after)
    },
  })
  const missing = reason.trim() === ''
  return (
    <form
      className="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (!missing && !lift.isPending) lift.mutate()
      }}
    >
      <p>Then everybody whose level includes records can find and open this one again.</p>
      <Field
        label="Reason"
        hint="It stands in the activity, beside your name"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={asked && missing ? 'Say why, in a few words.' : undefined}
        autoFocus
      />
      <FormError error={lift.error} />
      <div className="dialog-foot">
        <button type="button" className="link" onClick={onBack}>
          Leave it
        </button>
        <button type="submit" className="button primary" aria-disabled={lift.isPending}>
          Lift the restriction
        </button>
      </div>
    </form>
  )
}
