import type { Check } from './check.ts'

type Rhythmic = Pick<Check, 'of' | 'everySeconds'>

/**
 * Practices that are looked at in a second, all of them together: what Candour does for looking at itself is bounded here, and
 * nowhere else. As many again may be looked at where something happened.
 */
export const looksASecond = 4

/**
 * Seconds for once around all practices. In steps, each at most two and a half times the one before: people see them, and they say
 * little of how many practices there are; and when practices become fewer, none has waited for too long from one moment to the next.
 */
const rounds = [20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400]

export function roundOf(practices: number): number {
  return rounds.find((seconds) => practices <= seconds * looksASecond) ?? rounds.at(-1)!
}

/** Seconds. Of a check in each practice, once around all of them where there are so many that this takes longer. */
export function rhythmOf({ of, everySeconds }: Rhythmic, practices: number): number {
  return of === 'installation' ? everySeconds : Math.max(everySeconds, roundOf(practices))
}

/** Milliseconds after which a check that has not run counts as failing: three times its rhythm, and a minute at least. */
export function patienceOf(check: Rhythmic, practices: number): number {
  return Math.max(3 * rhythmOf(check, practices), 60) * 1000
}

/** Milliseconds that a clock may be ahead of another. */
export const mostAhead = 60_000

/** Kept by a clock that was ahead, or by whoever altered it: it says nothing. */
export function isAhead(lastRunAt: Date, now: Date): boolean {
  return lastRunAt.getTime() - now.getTime() > mostAhead
}

export function isStale(check: Rhythmic, lastRunAt: Date, now: Date, practices: number): boolean {
  return isAhead(lastRunAt, now) || now.getTime() - lastRunAt.getTime() > patienceOf(check, practices)
}

/** Whether a check goes along when its practice is looked at for another one: half of its own time has passed. */
export function goesAlong({ everySeconds }: Rhythmic, lastRunAt: Date, now: Date): boolean {
  return isAhead(lastRunAt, now) || now.getTime() - lastRunAt.getTime() >= everySeconds * 500
}
