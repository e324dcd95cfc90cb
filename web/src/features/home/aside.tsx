import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { showDay, showDayAndTime, showTime, showWeekday } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { NotMeDialog } from '../sessions/not-me-dialog.tsx'
import { useSession } from '../sessions/session.ts'

/** When and from where this person signed in before: a stranger's sign-in is noticed by its owner. */
export function Aside() {
  const { lastSignIn, idleMinutes, newDevices } = useSession()
  const [unknown, setUnknown] = useState<string | null>(null)
  const notMe = (at: string) => (
    <button type="button" className="link" onClick={() => setUnknown(at)}>
      Not me
    </button>
  )
  return (
    <>
      {newDevices.map(({ at, from }) => (
        <p key={at} className="home-fact">
          <Icon name="alert" size={20} />
          <span>
            <b>New device.</b> Your account was used from {from} for the first time, on{' '}
            <b className="fixed">{showDayAndTime(at)}</b>. {notMe(at)}
          </span>
        </p>
      ))}
      <p className="home-fact">
        <Icon name="fingerprint" size={20} />
        <span>
          {lastSignIn === null ? (
            'This is your first sign-in here.'
          ) : (
            <>
              You last signed in on{' '}
              <b className="fixed">
                {showWeekday(lastSignIn.at)}, {showDay(lastSignIn.at)} {showTime(lastSignIn.at)}
              </b>
              , from {lastSignIn.from}. {newDevices.length === 0 && notMe(lastSignIn.at)}
            </>
          )}
        </span>
      </p>
      <p className="home-fact">
        <Icon name="computer" size={20} />
        <span>
          <Link to="/signing-in">Where you are signed in</Link>
        </span>
      </p>
      <p className="home-fact">
        <Icon name="clock" size={20} />
        <span>Signs out after {idleMinutes} minutes without use. What you were writing is kept.</span>
      </p>
      {unknown !== null && <NotMeDialog since={unknown} onClose={() => setUnknown(null)} />}
    </>
  )
}
