/** A minute before the session ends: how long there is, and the one key that goes on. The twelve hours no key puts off. */
import { useEffect, useState } from 'react'
import { countedAt, serverNow, touchedAt } from '../../api/touched.ts'
import { queries } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { flushUnsaved, useUnsaved } from '../drafts/unsaved.ts'
import { leaveScreen } from './leave-screen.ts'
import { sessionQuery, useSession } from './session.ts'
import { hourOf, type SessionHour } from './session-clock.ts'
import './session-end.css'

const open: SessionHour = { state: 'open' }
let asking = false

/** The server counts it as use. */
async function keepAwake() {
  if (asking) return
  asking = true
  await queries.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined)
  asking = false
}

function useHour(): SessionHour {
  const { idleMinutes, endsAt } = useSession()
  const [hour, setHour] = useState(open)
  useEffect(() => {
    const look = () => {
      const now = Date.now()
      const ends = Date.parse(endsAt) - (serverNow() - now)
      const next = hourOf({ countedAt: countedAt(), idleMinutes, endsAt: ends }, now)
      setHour(next.state === 'open' ? open : next)
      if (next.state === 'over') void leaveScreen(next.why)
      // Somebody reads, and asks nothing of the server: that is use too.
      const isUsed = touchedAt() > countedAt() + idleMinutes * 4000
      if (next.state === 'open' && isUsed) void keepAwake()
    }
    look()
    const timer = setInterval(look, 1000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [idleMinutes, endsAt])
  return hour
}

export function SessionEndDialog() {
  const hour = useHour()
  const [stays, setStays] = useState(false)
  const isWarned = hour.state === 'warned'
  const why = isWarned ? hour.why : null
  useEffect(() => {
    if (why !== null) void flushUnsaved()
    else setStays(false)
  }, [why])
  if (!isWarned || stays) return null
  return hour.why === 'idle' ? (
    <IdleSoon left={hour.left} />
  ) : (
    <OverSoon left={hour.left} onStay={() => setStays(true)} />
  )
}

function Countdown({ left }: { left: number }) {
  const seconds = Math.ceil(left / 1000)
  return (
    <p className="countdown" role="timer" aria-label={`${seconds} seconds`}>
      <span className="fixed">{seconds}</span> {seconds === 1 ? 'second' : 'seconds'} until the screen is cleared
    </p>
  )
}

function Saved() {
  const unsaved = useUnsaved()
  return <>{unsaved === 0 ? 'What you wrote is saved.' : 'Your last words are being saved.'}</>
}

/** A dialog gives its focus to what has the attribute, which React alone does not set. */
const first = (button: HTMLButtonElement | null) => void button?.toggleAttribute('autofocus', true)

const goOn = () => void keepAwake()

function IdleSoon({ left }: { left: number }) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isLock = event.target instanceof HTMLElement && event.target.dataset['act'] === 'lock'
      if (['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key) || event.ctrlKey || event.metaKey || isLock)
        return
      event.preventDefault()
      goOn()
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [])
  return (
    <Dialog heading="Are you still there?" onClose={goOn}>
      <div className="fields">
        <Countdown left={left} />
        <p>
          Nobody has used Candour here for a while. You come back to this page by signing in. <Saved />
        </p>
        <div className="acts">
          <button type="button" className="button primary" ref={first} onClick={goOn}>
            Carry on
          </button>
          <button type="button" className="button" data-act="lock" onClick={() => void leaveScreen('asked')}>
            Lock now
          </button>
          <span className="second">Any key carries on.</span>
        </div>
      </div>
    </Dialog>
  )
}

function OverSoon({ left, onStay }: { left: number; onStay: () => void }) {
  return (
    <Dialog heading="These hours are over soon" onClose={onStay}>
      <div className="fields">
        <Countdown left={left} />
        <p>
          A session lasts twelve hours at most, so this one can’t go on. Sign in again and you are back on this page.{' '}
          <Saved />
        </p>
        <div className="acts">
          <button type="button" className="button primary" ref={first} onClick={() => void leaveScreen('over')}>
            Sign in again now
          </button>
          <button type="button" className="button" onClick={onStay}>
            Stay until then
          </button>
        </div>
      </div>
    </Dialog>
  )
}
