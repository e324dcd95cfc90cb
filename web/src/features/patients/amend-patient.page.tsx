/** Changing details. What somebody else changed meanwhile is never overwritten. */
import { useMutation } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { patientRoutes, type PatientDetails } from '@candour/contract/patients.ts'
import { ApiError, call } from '../../api/client.ts'
import { announce } from '../../ui/toast.tsx'
import { Trouble } from '../../ui/trouble.tsx'
import { fromCard } from './patient-fields.ts'
import { useSession } from '../sessions/session.ts'
import { PatientForm } from './patient-form.tsx'
import { patientChanged, usePatient } from './patients.ts'
import './patients.css'

export function AmendPatientPage() {
  const { patient: id } = useParams({ strict: false }) as { patient: string }
  const { data: latest, refetch } = usePatient(id)
  const [onScreen, setOnScreen] = useState(latest)
  const base = onScreen ?? latest
  const navigate = useNavigate()
  const { can, practice } = useSession()
  const amend = useMutation({
    mutationFn: (details: PatientDetails) =>
      call(patientRoutes.amend, { ...details, id, baseVersion: base?.version ?? 1 }),
    onSuccess: (patient) => {
      patientChanged(patient)
      announce('Details saved')
      void navigate({ to: '/patients/$patient/details', params: { patient: id } })
    },
  })
  if (base === undefined) return null
  if (practice.readOnly || !can.includes('patient.amend'))
    return <Navigate to="/patients/$patient/details" params={{ patient: id }} replace />
  const overtaken = amend.error instanceof ApiError && amend.error.code === 'record.changed_meanwhile'
  const takeLatest = async () => {
    const { data } = await refetch()
    setOnScreen(data)
    amend.reset()
  }
  return (
    <div className="pane">
      <h2 className="form-title">Edit the details</h2>
      {overtaken && (
        <div className="overtaken">
          <Trouble
            heading="Somebody else changed these details while you did"
            happened="Their change was saved first. Yours was not, so nothing was overwritten."
            kept="What you typed, below. Compare it with theirs in a second window, or start from theirs."
            tone="amber"
            icon="compare"
          >
            <button type="button" className="button" onClick={() => void takeLatest()}>
              Start again from theirs
            </button>
          </Trouble>
        </div>
      )}
      <PatientForm
        key={base.version}
        start={fromCard(base)}
        act="Save the details"
        acting={amend.isPending}
        failed={overtaken ? null : amend.error}
        onSubmit={(details) => amend.mutate(details)}
      >
        <Link to="/patients/$patient/details" params={{ patient: id }}>
          Leave without saving
        </Link>
      </PatientForm>
    </div>
  )
}
