/** A clock as a line of time: what is gone, now, and the end, with the hours at which somebody is reminded. */
import { clockWords, type IncidentClock } from '@candour/contract/incident-clocks.ts'
import { showTime, showDay, showWeekday } from '@candour/contract/formatting.ts'

interface ClockLineProps {
  clock: IncidentClock
  now: Date
}

const hour = 3_600_000

export function ClockLine({ clock, now }: ClockLineProps) {
  const { startsAt, dueAt, stoppedAt, state } = clock
  if (dueAt === null) return null
  const start = Date.parse(startsAt)
  const whole = Date.parse(dueAt) - start
  const at = Math.min(1, Math.max(0, ((stoppedAt === null ? now.getTime() : Date.parse(stoppedAt)) - start) / whole))
  const percent = (part: number) => `${(part * 100).toFixed(2)}%`
  return (
    <div className="clock-line">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" className={`clock-bar ${state}`}>
        <rect className="clock-all" x="0" y="4" width="100" height="2" />
        <rect className="clock-gone" x="0" y="3" width={at * 100} height="4" />
      </svg>
      {[24, 6].map((left) => (
        <span key={left} className="clock-tick" style={{ insetInlineStart: percent(1 - (left * hour) / whole) }} />
      ))}
      {state !== 'not-needed' && <span className={`clock-now ${state}`} style={{ insetInlineStart: percent(at) }} />}
      <p className="clock-ends second" aria-hidden="true">
        <span className="fixed">{showWhen(startsAt)}</span>
        <span className="fixed">{showWhen(dueAt)}</span>
      </p>
      <span className="for-screen-readers">{clockWords(clock, now)}</span>
    </div>
  )
}

function showWhen(instant: string): string {
  return `${showWeekday(instant).slice(0, 3)} ${showDay(instant).slice(0, 6)} ${showTime(instant)}`
}
