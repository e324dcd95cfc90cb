/** Who is working, and the way out: at the foot of the rail, or in the bottom bar of a phone. */
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { levels } from '@candour/contract/permissions.ts'
import { flushUnsaved } from '../drafts/unsaved.ts'
import { PracticeSwitch } from '../practices/practice-switch.tsx'
import { Choices } from '../../ui/choices.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { applyTheme, currentTheme, type Theme } from '../../ui/theme.ts'
import './person-menu.css'
import { signOut } from './go-away.ts'
import { useSession } from './session.ts'

async function saveAndSignOut() {
  if ((await flushUnsaved()) || window.confirm('A note is not saved yet. Sign out and lose what was typed last?'))
    await signOut()
}

/** What a phone has no room for elsewhere. */
type More = (close: () => void) => ReactNode

function Menu({ close, more }: { close: () => void; more?: More | undefined }) {
  const { account, member, practice, otherPractices } = useSession()
  const [theme, setTheme] = useState<Theme>(currentTheme)
  const [failed, setFailed] = useState(false)
  const change = (next: Theme) => {
    applyTheme(next)
    setTheme(next)
  }
  return (
    <div className="person-menu">
      <div>
        <p className="person-name">{member.name}</p>
        <p className="person-role">
          {member.role} · {levels[member.level]}
        </p>
        <p className="person-role">{account.email}</p>
        {otherPractices.length === 0 && (
          <p className="person-role">
            {practice.name}, {practice.town}
          </p>
        )}
      </div>
      {more?.(close)}
      <Link to="/signing-in" className="menu-act" onClick={close}>
        <Icon name="fingerprint" />
        Signing in
      </Link>
      {otherPractices.length > 0 && <PracticeSwitch />}
      <Choices
        legend="Light or dark, on this device"
        value={theme}
        onChange={change}
        choices={[
          ['device', 'As the device'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ]}
      />
      {failed && <p className="state red">You are still signed in: the server did not answer.</p>}
      <button type="button" className="button" onClick={() => void saveAndSignOut().catch(() => setFailed(true))}>
        <Icon name="leave" />
        Sign out
      </button>
    </div>
  )
}

/** @param more in the bottom bar of a phone */
export function PersonMenu({ more }: { more?: More }) {
  const { member } = useSession()
  if (more !== undefined)
    return (
      <Popover
        label="You and your practice"
        className="bottom-place"
        button={
          <>
            <Icon name="person" size={22} />
            You
          </>
        }
      >
        {(close) => <Menu close={close} more={more} />}
      </Popover>
    )
  return (
    <div className="person">
      <p className="person-name">{member.name}</p>
      <p className="person-role">{member.role}</p>
      <div className="person-acts">
        <Popover
          label="You and this device"
          className="person-door"
          button={
            <>
              <Icon name="person" />
              <span>You</span>
            </>
          }
        >
          {(close) => <Menu close={close} />}
        </Popover>
        <button type="button" className="person-door" onClick={() => void saveAndSignOut().catch(() => undefined)}>
          <Icon name="leave" />
          <span>Sign out</span>
        </button>
      </div>
    </div>
  )
}
