/** When somebody may work, by the clock on the wall in London, through its changes. */
import { z } from 'zod'
import { showTime, showWeekday } from './formatting.ts'

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export type Weekday = (typeof weekdays)[number]

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as 08:30.')

/** `to` before `from`, or the same: until then on the next day. */
export const workingHours = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1, 'Choose at least one day.').max(7),
  from: time,
  to: time,
})
export type WorkingHours = z.infer<typeof workingHours>

export function isWithinHours({ days, from, to }: WorkingHours, now: Date): boolean {
  const at = showTime(now)
  const today = showWeekday(now) as Weekday
  const yesterday = weekdays[(weekdays.indexOf(today) + 6) % 7]!
  if (from < to) return days.includes(today) && from <= at && at < to
  return (days.includes(today) && from <= at) || (days.includes(yesterday) && at < to)
}
