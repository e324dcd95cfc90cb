/** The last days of a check, one by one: how it stood at its worst. */
import type { Check, CheckState } from '@candour/contract/checks.ts'

const shown = 30
const day = 86_400_000

export type DayState = CheckState | 'none'

/** Oldest first, the last one up to `at`; `none` where nothing is known. Days are counted back from now, 24 hours each. */
export function daysOf({ history, state, since }: Check, at: string): DayState[] {
  const now = Date.parse(at)
  const turns = history.map((one) => ({ at: Date.parse(one.at), state: one.state }))
  // What the reader alone knows: that it has not run in time.
  if (since !== null && turns[0]?.state !== state) turns.unshift({ at: Date.parse(since), state })
  return Array.from({ length: shown }, (_one, place) => {
    const end = now - (shown - 1 - place) * day
    const during = turns.filter((turn) => turn.at > end - day && turn.at <= end).map((turn) => turn.state)
    const before = turns.find((turn) => turn.at <= end - day)?.state
    const states = before === undefined ? during : [...during, before]
    if (states.length === 0) return 'none'
    return states.includes('failing') ? 'failing' : 'well'
  })
}

/** The same in words. */
export function wordsOf(days: readonly DayState[]): string {
  const known = days.filter((one) => one !== 'none').length
  const failing = days.filter((one) => one === 'failing').length
  if (known === 0) return 'It has not run yet'
  if (known === 1) return failing === 0 ? 'Well throughout the last day' : 'Failing within the last day'
  return failing === 0 ? `Well throughout the last ${known} days` : `Failing on ${failing} of the last ${known} days`
}
