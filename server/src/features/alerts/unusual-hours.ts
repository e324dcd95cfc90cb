import { isWithinHours, type WorkingHours } from '@candour/contract/working-hours.ts'
import { showTime, showWeekday } from '@candour/contract/formatting.ts'
import { daysUsual, memberOf, tellOnce, type Found, type Look, type MemberMemory } from './memory.ts'
import { dayOf, hour, isOpening, slotOf, type Seen } from './seen.ts'

/** Days of work before anything is unusual. */
const learning = 10
const quiet = 12 * hour

/**
 * A record is opened at an hour of the day at which this member, within an hour, was not active in the last four weeks. Where the
 * rules give hours, the door keeps them; whoever tries to sign in an hour and more beside them is told of.
 */
export function unusualHours({ memory, known }: Look, seen: Seen): Found[] {
  const own = memberOf(memory, seen.member)
  const hours = known.hoursOf(seen.member)
  if (seen.isRefused) return hours === null ? [] : triedOutside(own, hours, seen)
  const { at } = seen
  const isUnusual = isOpening(seen) && hours === null && isStrangeHour(own, at)
  const days = own.daysActive.filter((one) => one < dayOf(at)).length
  noteHour(own, at)
  if (!isUnusual || days < learning || !tellOnce(own.told, 'unusual-hours', at, quiet)) return []
  return [found(seen, { kind: 'habit', days })]
}

function triedOutside(own: MemberMemory, hours: WorkingHours, seen: Seen): Found[] {
  const { at, verb, refusal } = seen
  if (verb !== 'session.sign-in' || refusal !== 'access.outside_hours') return []
  const isNear = [-hour, hour].some((by) => isWithinHours(hours, new Date(at + by)))
  return isNear || !tellOnce(own.told, 'unusual-hours', at, quiet) ? [] : [found(seen, { kind: 'rules' })]
}

function found({ member, number, at }: Seen, facts: Found['facts']): Found {
  const when = { time: showTime(new Date(at)), weekday: showWeekday(new Date(at)) }
  return { rule: 'unusual-hours', member, number, at, entries: [number], facts: { ...facts, ...when } }
}

/** Of somebody who has worked here for less than ten days nothing is strange. */
export function isStrangeHour({ hours, daysActive }: MemberMemory, at: number): boolean {
  if (daysActive.length < learning) return false
  const today = dayOf(at)
  const slot = slotOf(at)
  return ![-1, 0, 1].some((by) => {
    const [last, before] = hours[nameOf(slot.isWeekend, (slot.hour + by + 24) % 24)] ?? [-1, -1]
    const newest = last < today ? last : before
    return newest >= 0 && newest >= today - daysUsual
  })
}

function noteHour(own: MemberMemory, at: number): void {
  const today = dayOf(at)
  const slot = slotOf(at)
  const name = nameOf(slot.isWeekend, slot.hour)
  const [last, before] = own.hours[name] ?? [-1, -1]
  own.hours[name] = last === today ? [last, before] : [today, last]
  if (own.daysActive.at(-1) !== today)
    own.daysActive = [...own.daysActive.filter((one) => one >= today - daysUsual), today]
}

const nameOf = (isWeekend: boolean, slot: number) => `${isWeekend ? 'e' : 'w'}${slot}`
