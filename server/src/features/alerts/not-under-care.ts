import { countDay, memberOf, tellOnce, usualOf, type Found, type Look, type Opened } from './memory.ts'
import { dayOf } from './seen.ts'

const atLeast = 12
const times = 3
const mostOfDay = 400

/**
 * Records of patients in whose care the member has no part: nothing written there by them within the twelve months before, nor
 * until two hours after. Every reception opens such records all day, as does whoever stands in for a colleague: so the days are
 * counted, and told of is a day with more than 12, and more than three times what is usual for this member. Bookings join when
 * there are appointments.
 */
export function countStranger({ memory }: Look, { member, patient, number, at }: Opened): Found[] {
  const own = memberOf(memory, member)
  const today = dayOf(at)
  const then = own.strangers.at(-1)?.[0] === today ? own.strangersThen : []
  if (then.some((one) => one.patient === patient)) return []
  own.strangersThen = [...then, { patient, number }].slice(-mostOfDay)
  own.strangers = countDay(own.strangers, today, (before) => before + 1)
  const usual = usualOf(own.strangers, today)
  if (usual === null) return []
  const count = own.strangers.at(-1)![1]
  const most = Math.max(atLeast, times * usual)
  if (count <= most || !tellOnce(own.told, 'not-under-care', at)) return []
  const entries = own.strangersThen.map((one) => one.number).slice(-30)
  return [{ rule: 'not-under-care', member, number, at, entries, facts: { count, most, usual } }]
}
