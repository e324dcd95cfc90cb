/** What may not be destroyed, and how long the details of the activity are kept. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { holdRoutes, type Hold } from '@candour/contract/holds.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { RetentionSection } from '../retention/retention-section.tsx'
import { HoldDialog } from './hold-dialog.tsx'
import { holdsChanged, kindWords, useHolds } from './holds.ts'
import './holds.css'

export function HoldsPage() {
  usePageTitle('Legal holds')
  const may = useSession().can.includes('hold.manage')
  const { data, error, refetch } = useHolds(may)
  const [placing, setPlacing] = useState<'member' | 'practice' | null>(null)
  if (!may)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="Legal holds are for administrators"
          text="If something must not be destroyed, for a claim or a complaint, tell one of them now."
        />
      </div>
    )
  const standing = data?.filter(({ lifted }) => lifted === null) ?? []
  const lifted = data?.filter((one) => one.lifted !== null) ?? []
  return (
    <div className="page">
      <PageHead
        title="Legal holds"
        lead="Nothing that is held is destroyed: not when its time is over, not by an erasure, not by emptying a bin."
      >
        <button type="button" className="button" onClick={() => setPlacing('member')}>
          Hold a member
        </button>
        <button type="button" className="button" onClick={() => setPlacing('practice')}>
          Hold the whole practice
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      <div className="holds">
        {data !== undefined && (
          <section>
            <SectionHead title="Held now" count={standing.length || undefined} />
            {standing.length === 0 && (
              <div className="holds-empty">
                <Empty
                  heading="Nothing is held"
                  text="A patient is held from the record itself, under “Who looked at this record”."
                />
              </div>
            )}
            <Rows holds={standing} />
          </section>
        )}
        {lifted.length > 0 && (
          <section>
            <SectionHead title="Lifted" count={lifted.length} />
            <Rows holds={lifted} />
          </section>
        )}
        <RetentionSection />
      </div>
      {placing !== null && <HoldDialog kind={placing} about={null} onClose={() => setPlacing(null)} />}
    </div>
  )
}

function Rows({ holds }: { holds: Hold[] }) {
  return (
    <ul className="rows">
      {holds.map((hold) => (
        <Row key={hold.id} hold={hold} />
      ))}
    </ul>
  )
}

function Row({ hold }: { hold: Hold }) {
  const { kind, patient, member, reason, placed, lifted, can } = hold
  const [lifting, setLifting] = useState(false)
  return (
    <li className="hold-row">
      <div>
        {patient !== null ? (
          <Link to="/patients/$patient/looks" params={{ patient: patient.id }}>
            <PatientName name={patient} />
          </Link>
        ) : (
          <b>{member === null ? kindWords[kind] : member.name}</b>
        )}
        {kind === 'patient' && patient === null && <span className="second">whose record you can’t open</span>}
        {member !== null && <span className="second">{member.role}</span>}
      </div>
      <div>
        <span>{reason}</span>
        <span className="second">
          By {placed.by.name}, <span className="fixed">{showDayAndTime(placed.at)}</span>
        </span>
        {lifted !== null && (
          <span className="second">
            Lifted by {lifted.by.name}, <span className="fixed">{showDayAndTime(lifted.at)}</span>: {lifted.reason}
          </span>
        )}
      </div>
      <div>
        {lifted === null &&
          (can.includes('lift') ? (
            <button type="button" className="button" onClick={() => setLifting(true)}>
              Lift the hold
            </button>
          ) : (
            <span className="second">Another administrator lifts it</span>
          ))}
      </div>
      {lifting && <LiftDialog id={hold.id} onClose={() => setLifting(false)} />}
    </li>
  )
}

function LiftDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const lift = useMutation({
    mutationFn: () => call(holdRoutes.lift, { id, reason }),
    onSuccess: async () => {
      announce('The hold is lifted')
      await holdsChanged()
      onClose()
    },
  })
  const missing = reason.trim().length < 5
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !lift.isPending) lift.mutate()
  }
  return (
    <Dialog heading="Lift this hold?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>What was due while it stood goes the way of everything else within hours, for good.</p>
        <Field
          label="Why it is over"
          name="reason"
          value={reason}
          onChange={setReason}
          autoFocus
          maxLength={500}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={lift.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button danger" aria-disabled={lift.isPending}>
            Lift the hold
          </button>
        </div>
      </form>
    </Dialog>
  )
}
