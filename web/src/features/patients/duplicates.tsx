/** Is this the same person? Shown before anything is kept. */
import { Link } from '@tanstack/react-router'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientDetails, PatientMatch } from '@candour/contract/patients.ts'
import { FormError } from '../../ui/form-error.tsx'
import { PageHead, SectionHead } from '../../ui/page.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { bornWithAge } from './patients.ts'

interface DuplicatesProps {
  duplicates: PatientMatch[]
  details: PatientDetails
  registering: boolean
  failed: unknown
  onRegister: () => void
  onBack: () => void
}

export function Duplicates({ duplicates, details, registering, failed, onRegister, onBack }: DuplicatesProps) {
  return (
    <div className="duplicates">
      <PageHead
        title={duplicates.length === 1 ? 'Is this the same person?' : 'Is one of these the same person?'}
        lead="Nothing was kept yet. Two records of one person are hard to mend later."
      />
      <section>
        <SectionHead title="You typed" />
        <ul className="rows">
          <li className="duplicate">
            <PatientName name={details} />
            <span className="fixed">{bornWithAge(details.birthDate)}</span>
            <span className="fixed">{details.nhsNumber === null ? '' : showNhsNumber(details.nhsNumber)}</span>
            <span className="second">{details.address?.postcode ?? details.phone}</span>
          </li>
        </ul>
      </section>
      <section>
        <SectionHead title="Here already" count={duplicates.length} />
        <ul className="rows">
          {duplicates.map((match) => (
            <li key={match.id} className="duplicate">
              <PatientName name={match} />
              <span className="fixed">{bornWithAge(match.birthDate)}</span>
              <span className="fixed">{match.nhsNumber === null ? '' : showNhsNumber(match.nhsNumber)}</span>
              <span className="second">{match.reason}</span>
              <Link to="/patients/$patient" params={{ patient: match.id }}>
                Open this record
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <FormError error={failed} />
      <div className="acts">
        <button type="button" className="button" onClick={onRegister} aria-disabled={registering}>
          {registering ? 'Registering' : 'Register as another person'}
        </button>
        <button type="button" className="link" onClick={onBack}>
          Back to what you typed
        </button>
      </div>
    </div>
  )
}
