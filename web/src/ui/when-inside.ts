import { showWhen } from '@candour/contract/formatting.ts'

/** A near instant inside a sentence: `today 12:52`, `17-Nov 16:05`. */
export function whenInside(instant: string | Date, now: Date): string {
  return showWhen(instant, now).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase())
}
