/** The practice that is open; a switch when this account works in others too. */
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { switchPractice, useSession } from '../sessions/session.ts'

export function PracticeName() {
  const { practice, otherPractices } = useSession()
  const name = (
    <>
      {practice.name}
      {otherPractices.length > 0 && <Icon name="switch" size={16} />}
      <span className="town">{practice.town}</span>
    </>
  )
  if (otherPractices.length === 0) return <div className="practice-name">{name}</div>
  return (
    <div className="practice-name">
      <Popover label="Change practice" className="practice-switch" button={name}>
        {() => <PracticeSwitch />}
      </Popover>
    </div>
  )
}

export function PracticeSwitch() {
  const { otherPractices } = useSession()
  return (
    <div className="person-menu">
      <p className="label">Your other practices</p>
      <ul className="rows">
        {otherPractices.map((other) => (
          <li key={other.id}>
            <button type="button" className="menu-act" onClick={() => void switchPractice(other.id)}>
              <span>
                {other.name}
                <span className="quiet"> {other.town}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
