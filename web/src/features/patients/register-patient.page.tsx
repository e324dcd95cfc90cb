/** Registering a patient: those who are here already are offered first. */
import { useMutation } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { patientRoutes, type PatientDetails, type PatientMatch } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { useSession } from '../sessions/session.ts'
import { Duplicates } from './duplicates.tsx'
import { fromFinder, nothingTyped } from './patient-fields.ts'
import { PatientForm } from './patient-form.tsx'
import { patientChanged } from './patients.ts'
import './patients.css'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What was typed in the finder when nobody matched. */
    typed?: string
  }
}

export function RegisterPatientPage() {
  usePageTitle('Add a patient')
  const navigate = useNavigate()
  const { can, practice } = useSession()
  const typed = useLocation().state.typed
  const [duplicates, setDuplicates] = useState<PatientMatch[] | null>(null)
  const register = useMutation({
    mutationFn: (input: { details: PatientDetails; duplicatesSeen: boolean }) =>
      call(patientRoutes.register, { ...input.details, duplicatesSeen: input.duplicatesSeen }),
    onSuccess: (answer) => {
      if (answer.outcome === 'duplicates') {
        setDuplicates(answer.duplicates)
        return
      }
      patientChanged(answer.patient)
      void navigate({ to: '/patients/$patient', params: { patient: answer.patient.id } })
    },
  })
  const details = register.variables?.details
  if (practice.readOnly || !can.includes('patient.register'))
    return (
      <div className="page">
        <Empty
          wholePage
          heading="No patient can be added"
          text={
            practice.readOnly
              ? 'The trial has ended, and the practice is read-only.'
              : 'Your level in this practice does not include it.'
          }
        >
          <Link to="/patients" className="button">
            Go to Patients
          </Link>
        </Empty>
      </div>
    )
  return (
    <div className="page">
      {duplicates !== null && details !== undefined && (
        <Duplicates
          duplicates={duplicates}
          details={details}
          registering={register.isPending}
          failed={register.error}
          onRegister={() => register.mutate({ details, duplicatesSeen: true })}
          onBack={() => setDuplicates(null)}
        />
      )}
      <div hidden={duplicates !== null}>
        <PageHead title="Add a patient" lead="Candour looks for the same person first, then registers." />
        <PatientForm
          start={typed === undefined ? nothingTyped : fromFinder(typed)}
          act="Register the patient"
          acting={register.isPending}
          failed={duplicates === null ? register.error : null}
          onSubmit={(next) => register.mutate({ details: next, duplicatesSeen: false })}
        >
          <Link to="/patients">Back to Patients</Link>
        </PatientForm>
      </div>
    </div>
  )
}
