import { showDay, showTimeToSecond, showWeekday } from '@candour/contract/formatting.ts'
import type { SignIn } from '@candour/contract/sign-ins.ts'

export interface DayOfSignIns {
  /** "Sunday 22-Nov-2026". */
  day: string
  /** Newest first, as the ledger gives them. */
  signIns: SignIn[]
}

/** By London's days. */
export function daysOf(signIns: readonly SignIn[]): DayOfSignIns[] {
  const days = new Map<string, SignIn[]>()
  for (const one of signIns) {
    const day = `${showWeekday(one.at)} ${showDay(one.at)}`
    days.set(day, [...(days.get(day) ?? []), one])
  }
  return [...days].map(([day, own]) => ({ day, signIns: own }))
}

/** How far into the day by the clock on the wall, from 0 to 1. */
export function partOfDay(at: string): number {
  const [hours, minutes, seconds] = showTimeToSecond(at).split(':').map(Number)
  return (hours! * 3600 + minutes! * 60 + seconds!) / 86_400
}
