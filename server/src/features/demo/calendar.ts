/** Days and hours as a practice lives them: Europe/London, clock changes included. Days count from 1 January 1970. */
const dayMs = 86_400_000

/** @param date YYYY-MM-DD */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs
}

/** YYYY-MM-DD */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** The London day of an instant, YYYY-MM-DD. */
export function londonDate(instant: Date): string {
  const day = Math.floor(instant.getTime() / dayMs)
  return dateOf(Math.floor((instant.getTime() + (isSummer(day) ? 3_600_000 : 0)) / dayMs))
}

export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** Monday to Friday, without the days on which all of the United Kingdom is closed. */
export function isWorkingDay(day: number): boolean {
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6 && !['12-25', '12-26', '01-01'].includes(dateOf(day).slice(5))
}

/** That day, or the nearest working day before it. */
export function workingDay(day: number): number {
  let found = day
  while (!isWorkingDay(found)) found -= 1
  return found
}

/** @param minutes after midnight, London time */
export function londonInstant(day: number, minutes: number): Date {
  return new Date(day * dayMs + minutes * 60_000 - (isSummer(day) ? 3_600_000 : 0))
}

/** British Summer Time, from the last Sunday of March to the one of October (the hours before the change apart). */
function isSummer(day: number): boolean {
  const year = new Date(day * dayMs).getUTCFullYear()
  return day >= lastSunday(year, 2) && day < lastSunday(year, 9)
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0) / dayMs
  return last - weekdayOf(last)
}

/** Whole years on a day. */
export function ageOn(birthDate: string, day: number): number {
  const on = dateOf(day)
  return Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (on.slice(5) < birthDate.slice(5) ? 1 : 0)
}
