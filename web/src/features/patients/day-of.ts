import { showDate, showDay, showTime } from '@candour/contract/formatting.ts'

const isInstant = (at: string) => at.includes('T')

/** The day of something in a record, which may know its instant or only a date, a month or a year. */
export function dayOf(at: string): string {
  return isInstant(at) ? showDay(at) : showDate(at)
}

/** The same under a heading that names the year: `19-Nov`. */
export function shortDayOf(at: string): string {
  return dayOf(at).split('-').slice(0, -1).join('-')
}

/** Its time of day, when the record knows it. */
export function timeOf(at: string): string | null {
  return isInstant(at) ? showTime(at) : null
}

const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' })

/** The London date of an instant as a record writes dates: `2026-11-22`. */
export function londonDate(instant: Date): string {
  return days.format(instant)
}
