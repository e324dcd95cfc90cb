import { showDay, showTime, showWeekday } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../sessions/session.ts'

/** When and from where this person signed in before: a stranger's sign-in is noticed by its owner. */
export function Aside() {
  const { lastSignIn, idleMinutes } = useSession()
  return (
    <>
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
              , from {lastSignIn.from}. If that wasn’t you, tell your practice manager now.
            </>
          )}
        </span>
      </p>
      <p className="home-fact">
        <Icon name="clock" size={20} />
        <span>Signs out after {idleMinutes} minutes without use. What you were writing is kept.</span>
      </p>
    </>
  )
}
