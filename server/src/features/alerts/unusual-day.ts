import {
  countDay,
  daysUsual,
  memberOf,
  tellOnce,
  usualOf,
  type Found,
  type Look,
  type MemberMemory,
  type OrdinaryDays,
} from './memory.ts'
import { dayOf, hour, isOpening, slotOf, type Seen } from './seen.ts'

/** By what a day is told apart, beside how much and when; what everybody does all day is not among it. */
const kinds: Record<string, string> = {
  'note.read': 'notes read',
  'file.read': 'files opened',
  'file.read-content': 'files opened',
  'resource.history': 'histories looked at',
  'resource.vread': 'older versions looked at',
  'transfer.export-patient': 'records taken out',
}

/** Days of work before anything is unusual for a member; until then the level's days count. */
const learning = 10
const leastInDay = 30
const leastInHour = 15
const leastOfKind = 8
const times = 2.5
const hourTimes = 4
/** What a week adds to the average of an hour. */
const newest = 0.35

/**
 * A day unlike this member's own: far more records than on their days, or than in this hour of their week, or many acts of a
 * kind that they hardly ever do. Their last four weeks count; of who is new, those of the busiest of the same level.
 */
export function unusualDay({ memory, known }: Look, seen: Seen): Found[] {
  const kind = seen.isRefused ? undefined : kinds[seen.verb]
  if (!isOpening(seen) && kind === undefined) return []
  const { member, at, subjects } = seen
  const own = memberOf(memory, member)
  const level = known.levelOf(member)
  const levels = (memory.levels ??= {})
  const ofLevel = (levels[level] ??= newDays())
  const ordinary = (own.ordinary ??= newDays())
  const today = todayOf(own, ordinary, ofLevel, at, level)
  const isNew = (patient: string) => !own.opened.some((one) => one.patient === patient && one.at > at - hour)
  const opened = isOpening(seen) ? subjects.filter(isNew).length : 0
  today.records += opened
  today.inSlot += opened
  if (kind !== undefined) today.kinds[kind] = (today.kinds[kind] ?? 0) + 1
  const isKnown = own.daysActive.filter((one) => one < today.day).length >= learning
  const compared = isKnown ? ordinary : ofLevel
  const whose = isKnown ? 'own' : 'level'
  return [...inDay(compared, today, whose), ...inHour(compared, today, whose), ...ofKind(compared, today, kind, whose)]
    .filter((facts) => tellOnce(own.told, `unusual-day ${facts['kind']}`, at))
    .slice(0, 1)
    .map((facts) => found(seen, own, facts))
}

type Facts = Found['facts']
type Today = NonNullable<MemberMemory['today']>

function inDay({ records }: OrdinaryDays, today: Today, whose: string): Facts[] {
  const usual = usualOf(records, today.day)
  if (usual === null) return []
  const busiest = Math.max(...records.map(([, count]) => count))
  const most = Math.ceil(Math.max(leastInDay, times * usual, 1.5 * busiest))
  return today.records > most ? [{ kind: 'records', count: today.records, usual, most, whose }] : []
}

function inHour({ hours, records }: OrdinaryDays, today: Today, whose: string): Facts[] {
  if (records.length < 5) return []
  const around = [-1, 0, 1].map((by) => hours[besideOf(today.slot, by)]?.[0] ?? 0)
  const usual = Math.round(Math.max(...around) * 10) / 10
  const most = Math.ceil(Math.max(leastInHour, hourTimes * usual))
  return today.inSlot > most ? [{ kind: 'hour', count: today.inSlot, usual, most, slot: today.slot, whose }] : []
}

function ofKind(
  { kinds: known, records }: OrdinaryDays,
  today: Today,
  kind: string | undefined,
  whose: string,
): Facts[] {
  if (kind === undefined || records.length < 5) return []
  const usual = known[kind]?.[0] ?? 0
  const most = Math.max(leastOfKind, 3 * usual)
  const count = today.kinds[kind]!
  return count > most ? [{ kind: 'act', act: kind, count, usual, most, whose }] : []
}

function found({ member, number, at }: Seen, own: MemberMemory, facts: Facts): Found {
  const entries = [...own.opened.map((one) => one.number).slice(-29), number]
  return { rule: 'unusual-day', member, number, at, entries, facts }
}

const newDays = (): OrdinaryDays => ({ records: [], hours: {}, kinds: {} })
const nameOf = (at: number) => {
  const { weekday, hour: clock } = slotOf(at)
  return `${weekday} ${String(clock).padStart(2, '0')}`
}
const besideOf = (slot: string, by: number) => {
  const [weekday, clock] = slot.split(' ') as [string, string]
  return `${weekday} ${String((Number(clock) + by + 24) % 24).padStart(2, '0')}`
}

/** What was done today so far; when a day or an hour is over it becomes part of what is ordinary. */
function todayOf(own: MemberMemory, ordinary: OrdinaryDays, ofLevel: OrdinaryDays, at: number, level: number): Today {
  const [today, slot] = [dayOf(at), nameOf(at)]
  const then = own.today
  if (then !== undefined && then.slot !== slot) {
    learnHour(ordinary, then)
    learnHour(ofLevel, then)
  }
  if (then !== undefined && then.day === today) {
    if (then.slot !== slot) own.today = { ...then, slot, inSlot: 0 }
    return own.today!
  }
  if (then !== undefined) for (const days of [ordinary, ofLevel]) learnDay(days, then)
  return (own.today = { day: today, records: 0, kinds: {}, slot, inSlot: 0, level })
}

function learnHour({ hours }: OrdinaryDays, { slot, inSlot, day }: Today): void {
  const [average] = hours[slot] ?? [inSlot]
  hours[slot] = [Math.round((average * (1 - newest) + inSlot * newest) * 100) / 100, day]
}

function learnDay(days: OrdinaryDays, { day: then, records, kinds: done }: Today): void {
  const isLater = (days.records.at(-1)?.[0] ?? 0) <= then
  if (isLater) days.records = countDay(days.records, then, (before) => Math.max(before, records))
  for (const [slot, [, last]] of Object.entries(days.hours)) if (then - last > daysUsual) delete days.hours[slot]
  for (const [kind, [, last]] of Object.entries(days.kinds)) if (then - last > daysUsual) delete days.kinds[kind]
  for (const [kind, count] of Object.entries(done)) {
    const [most, last] = days.kinds[kind] ?? [0, then]
    days.kinds[kind] = count >= most ? [count, then] : [most, last]
  }
}

/** For the words of an alert: when they work on weekdays, and how many records they open in a day; nothing of who is new. */
export function habitOf({ ordinary, daysActive }: MemberMemory): Facts {
  if (ordinary === undefined || daysActive.length < learning) return {}
  const count = usualOf(ordinary.records, Number.MAX_SAFE_INTEGER)
  const worked = Object.entries(ordinary.hours).filter(([slot, [average]]) => !slot.startsWith('S') && average >= 1)
  const clocks = worked.map(([slot]) => Number(slot.split(' ')[1]))
  if (clocks.length === 0 || count === null) return {}
  return { usualFrom: Math.min(...clocks), usualTo: Math.max(...clocks) + 1, usualRecords: count }
}
