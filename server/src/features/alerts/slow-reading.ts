import { countDay, daysUsual, memberOf, tellOnce, type Found, type Look, type Opened } from './memory.ts'
import { day, dayOf } from './seen.ts'

/** Notes and files of one record, from which on it was read rather than looked at. */
export const readThrough = 3
const fortnight = 14
const atLeast = 12
const times = 3

/**
 * A few records a day, read through by somebody without a part in the care, of patients for whom nobody here did anything
 * lately: too few for a day to be unusual. A fortnight of them is compared with the fortnight before.
 */
export function countSlow({ memory }: Look, { member, number, at, reads = 0, tended }: Opened): Found[] {
  if (tended || reads < readThrough) return []
  const own = memberOf(memory, member)
  const today = dayOf(at)
  own.read = countDay(own.read ?? [], today, (before) => before + 1)
  own.readThen = [...(own.readThen ?? []), { number, at }].slice(-30)
  const first = own.daysActive[0] ?? today
  if (today - first < daysUsual - 7) return []
  const sum = (from: number, to: number) =>
    own.read!.reduce((all, [one, count]) => all + (one > from && one <= to ? count : 0), 0)
  const count = sum(today - fortnight, today)
  const usual = sum(today - 2 * fortnight, today - fortnight)
  const most = Math.max(atLeast, times * usual)
  if (count <= most || !tellOnce(own.told, 'slow-reading', at, fortnight * day)) return []
  const entries = own.readThen.filter((one) => one.at > at - fortnight * day).map((one) => one.number)
  return [{ rule: 'not-under-care', member, number, at, entries, facts: { kind: 'slow', count, most, usual } }]
}
