import { Link } from '@tanstack/react-router'
import { showDate, showWhen } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { openFinder } from './finder-door.ts'
import { useRecentPatients } from './patients.ts'
import './patients.css'

export function PatientsPage() {
  usePageTitle('Patients')
  const { can, practice } = useSession()
  const { data, error, refetch } = useRecentPatients()
  return (
    <div className="page">
      <PageHead title="Patients" lead="By name, birth date in any order, NHS number or phone.">
        {can.includes('patient.register') && !practice.readOnly && (
          <Link to="/patients/new" className="button">
            <Icon name="user-plus" />
            Add patient
          </Link>
        )}
        <button type="button" className="button primary" onClick={() => openFinder()}>
          <Icon name="search" />
          Find a patient
        </button>
      </PageHead>
      <SectionHead title="Opened lately" />
      {error !== null && <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <div className="under-head">
          <Empty
            heading="No record opened yet"
            text="Those that you open stand here, the last one first. Nobody else sees this list."
          />
        </div>
      )}
      <ul className="rows recent-patients">
        {data?.map((patient) => (
          <li key={patient.id}>
            <Link to="/patients/$patient" params={{ patient: patient.id }} className="recent-patient">
              <PatientName name={patient} />
              <span className="fixed">
                {patient.birthDate === '' ? 'Birth date not recorded' : showDate(patient.birthDate)}
              </span>
              <span className="fixed">
                {patient.nhsNumber === null ? (
                  <span className="quiet">No NHS number</span>
                ) : (
                  showNhsNumber(patient.nhsNumber)
                )}
              </span>
              <span className="fixed recent-when">{showWhen(patient.openedAt, new Date())}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
