/** When and by whom patients are seen, and how their values go over the year. */
import { isWorkingDay, londonInstant, weekdayOf } from './calendar.ts'
import type { DemoMember } from './demo.ts'
import type { Random } from './random.ts'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
export const months = 'January February March April May June July August September October November December'.split(' ')

/** Opening hours in minutes after midnight, with the break. */
const morning = [8 * 60 + 30, 12 * 60 + 20] as const
const afternoon = [13 * 60 + 40, 17 * 60 + 40] as const

/** A time within opening hours on that working day; on the step of so many minutes. */
export function slot(random: Random, day: number, step = 10): Date {
  const [from, to] = random.chance(0.55) ? morning : afternoon
  return londonInstant(day, from + step * random.int(0, Math.floor((to - from) / step)))
}

/** So many working days of the last year, in order, none twice; the last day is yesterday at the latest. */
export function daysOfYear(random: Random, count: number, today: number): number[] {
  const days = new Set<number>()
  for (let tries = 0; days.size < count && tries < count * 20; tries++) {
    const day = today - random.int(1, 364)
    if (isWorkingDay(day)) days.add(day)
  }
  return [...days].toSorted((a, b) => a - b)
}

export function withRole(staff: readonly DemoMember[], role: RegExp): DemoMember[] {
  const found = staff.filter((member) => role.test(member.role))
  if (found.length === 0) throw new Error(`nobody in the demo's staff is ${role}`)
  return found
}

/** The name of a working day soon after that day. */
export function weekdayAfter(day: number): string {
  let next = day + 3
  while (!isWorkingDay(next)) next += 1
  return weekdays[weekdayOf(next)]!
}
