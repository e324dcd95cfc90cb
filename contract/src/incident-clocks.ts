/**
 * The clocks of an incident in words (UK GDPR art. 33 and 34). An hour is an hour of UTC: 72 of them run through weekends, and
 * through a change of the clock, after which the time of day on the wall is another.
 */
import { showDayAndTime, showWeekday } from './formatting.ts'
import type { IncidentNotice } from './incident-words.ts'

const hour = 3_600_000
/** Art. 33(1). */
export const icoHours = 72

/**
 * `waiting`: whether it has to be done is not decided. `not-needed`: it was decided that it has not. Nothing but the act itself,
 * once it is recorded, stops a clock.
 */
export type ClockState = 'waiting' | 'running' | 'passed' | 'stopped' | 'not-needed'

export interface IncidentClock {
  clock: IncidentNotice
  state: ClockState
  startsAt: string
  /** Null: without undue delay, and no hour is named. */
  dueAt: string | null
  stoppedAt: string | null
}

export function icoDueAt(awareAt: string): string {
  return new Date(Date.parse(awareAt) + icoHours * hour).toISOString()
}

/** `Tue 24-Nov-2026 14:02`, London. */
export function showDeadline(instant: string | Date): string {
  return `${showWeekday(instant).slice(0, 3)} ${showDayAndTime(instant)}`
}

const many = (count: number, unit: string) => `${count} ${count === 1 ? unit : `${unit}s`}`

/** A length of time as people say it: `31 hours`, `3 days`, `12 minutes`. Never more than there is. */
export function showLength(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  if (minutes < 60) return many(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 96 ? many(hours, 'hour') : many(Math.floor(hours / 24), 'day')
}

const act: Record<IncidentNotice, string> = {
  ico: 'Tell the ICO',
  individuals: 'Tell the people concerned',
  controller: 'Tell the controller',
}
const done: Record<IncidentNotice, string> = {
  ico: 'The ICO was told',
  individuals: 'The people concerned were told',
  controller: 'The controller was told',
}

/** One clock as a sentence: `Tell the ICO by Tue 24-Nov-2026 14:02; 31 hours left`. */
export function clockWords({ clock, state, startsAt, dueAt, stoppedAt }: IncidentClock, now: Date): string {
  if (state === 'waiting')
    return clock === 'individuals'
      ? 'Whether the people concerned have to be told hangs on the risk, which is not decided yet'
      : `${act[clock]}, unless it is decided that nobody is at risk`
  if (state === 'not-needed')
    return clock === 'individuals'
      ? 'Nobody has to be told of it in person'
      : `The ICO need not be told, as was decided`
  if (stoppedAt !== null) {
    const took = showLength(Date.parse(stoppedAt) - Date.parse(startsAt))
    const late =
      dueAt !== null && stoppedAt > dueAt ? `, ${showLength(Date.parse(stoppedAt) - Date.parse(dueAt))} late` : ''
    return `${done[clock]} on ${showDeadline(stoppedAt)}, ${took} after it was known${late}`
  }
  if (dueAt === null)
    return `${act[clock]} without undue delay; ${showLength(now.getTime() - Date.parse(startsAt))} since it was known`
  const left = Date.parse(dueAt) - now.getTime()
  return left >= 0
    ? `${act[clock]} by ${showDeadline(dueAt)}; ${showLength(left)} left`
    : `${act[clock]} now: it was due on ${showDeadline(dueAt)}, ${showLength(-left)} ago. Say why it is late`
}

/** What a case leads with: the clock that runs out first, or what there is to say besides. */
export function leadOf({ clocks, isOpen }: { clocks: readonly IncidentClock[]; isOpen: boolean }, now: Date): string {
  const running = clocks.filter(({ state }) => state === 'running' || state === 'passed')
  const first = running.toSorted((a, b) => (a.dueAt ?? 'z').localeCompare(b.dueAt ?? 'z'))[0]
  if (first !== undefined) return clockWords(first, now)
  if (!isOpen) return 'Closed. Everything stays to be read'
  const waiting = clocks.find(({ state }) => state === 'waiting')
  return waiting === undefined
    ? 'Nobody is left to be told. Go through the tasks, and close it'
    : clockWords(waiting, now)
}
