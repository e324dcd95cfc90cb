/** The practice that is open; a switch when this account works in others too. */
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { useSession } from '../sessions/session.ts'
import { PracticeSwitch } from './practice-switch.tsx'

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
        {() => (
          <div className="person-menu">
            <PracticeSwitch />
          </div>
        )}
      </Popover>
    </div>
  )
}
