/** A practice without patients: what to begin with. */
import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useSession } from '../sessions/session.ts'

interface Step {
  to: '/patients/new' | '/transfers'
  icon: IconName
  heading: string
  text: string
}

const register: Step = {
  to: '/patients/new',
  icon: 'user-plus',
  heading: 'Register the first patient',
  text: 'Name, birth date and sex are enough. A note can be written a moment later.',
}
const bring: readonly Step[] = [
  {
    to: '/transfers',
    icon: 'upload',
    heading: 'Bring patients in from a table',
    text: 'A CSV file from the old system. You see what each column holds, and what would happen, before anything is kept.',
  },
  {
    to: '/transfers',
    icon: 'transfer',
    heading: 'Bring whole records in as FHIR',
    text: 'NDJSON or JSON files (FHIR R4), checked first and kept when you say so.',
  },
]

export function FirstSteps() {
  const { can, practice } = useSession()
  const brings = can.includes('transfer.manage')
  const steps = [register, ...(brings ? bring : [])].filter(() => !practice.readOnly)
  return (
    <section>
      <ul className="first-steps">
        {steps.map(({ to, icon, heading, text }, place) => (
          <li key={heading}>
            <Icon name={icon} size={24} />
            <div>
              <h2>{heading}</h2>
              <p className="second">{text}</p>
            </div>
            <Link to={to} className={place === 0 ? 'button primary' : 'button'}>
              {place === 0 ? 'Add patient' : 'Choose the file'}
              <span className="for-screen-readers">: {heading}</span>
            </Link>
          </li>
        ))}
      </ul>
      {!brings && !practice.readOnly && (
        <p className="home-none second">Whole lists and records are brought in by your administrator.</p>
      )}
    </section>
  )
}
