/** The patient is never in doubt: this stands on every page of a record, whole, and grows rather than cut anything. */
import { Link } from '@tanstack/react-router'
import { useRef, type ReactNode } from 'react'
import { showName } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { Icon } from '../../ui/icon.tsx'
import { RestrictedLine } from '../restrictions/restricted-line.tsx'
import { useSession } from '../sessions/session.ts'
import { BannerAgain } from './banner-again.tsx'
import './banner.css'
import { dayOf } from './day-of.ts'
import { bornWithAge, sexWords } from './patients.ts'

function Allergies({ patient }: { patient: PatientCard }) {
  const { allergies } = patient
  const { can, practice } = useSession()
  if (allergies.state === 'listed')
    return (
      <p className="banner-line allergic">
        <span className="banner-word">
          <Icon name="octagon" />
          Allergies
        </span>
        <span className="banner-items">
          {allergies.items.map((item, place) => (
            <span key={place} className="banner-item">
              <b>{item.substance}</b>
              {item.reaction !== '' && ` – ${item.reaction}`}
            </span>
          ))}
        </span>
      </p>
    )
  if (allergies.state === 'none_known')
    return (
      <p className="banner-line">
        <span className="banner-word plain">
          <Icon name="check" />
          No known allergies
        </span>
      </p>
    )
  // Nobody can be asked any more: what is missing is said, and asks for nothing
  if (patient.diedAt !== null)
    return (
      <p className="banner-line">
        <span className="banner-word plain">Allergies not recorded</span>
      </p>
    )
  return (
    <p className="banner-line unknown">
      <span className="banner-word">
        <Icon name="alert" />
        Allergies not recorded
      </span>
      {can.includes('patient.amend') && !practice.readOnly && (
        <Link to="/patients/$patient/details/edit" params={{ patient: patient.id }} className="no-print">
          Record allergies
        </Link>
      )}
    </p>
  )
}

export function Banner({ patient, children }: { patient: PatientCard; children?: ReactNode }) {
  const surname = showName({ family: patient.family, given: '', title: '' })
  const whole = useRef<HTMLElement>(null)
  return (
    <section className="banner" aria-label="Patient" ref={whole}>
      <BannerAgain patient={patient} whole={whole} />
      <div className="banner-who">
        <h1 className="banner-name">
          <span className="surname">{surname}</span>
          {showName(patient).slice(surname.length)}
        </h1>
        <dl className="banner-facts">
          <div>
            <dt>Born</dt>
            <dd>{bornWithAge(patient.birthDate, patient.diedAt)}</dd>
          </div>
          <div>
            <dt>Sex</dt>
            <dd>{sexWords[patient.sex]}</dd>
          </div>
          <div>
            <dt>NHS number</dt>
            <dd>{patient.nhsNumber === null ? 'Not recorded' : showNhsNumber(patient.nhsNumber)}</dd>
          </div>
        </dl>
        {children !== undefined && <div className="banner-act">{children}</div>}
      </div>
      {patient.diedAt !== null && (
        <p className="banner-line died">
          <span className="banner-word plain">Died {dayOf(patient.diedAt)}</span>
        </p>
      )}
      <RestrictedLine patient={patient} />
      <Allergies patient={patient} />
    </section>
  )
}
