import { countDay, memberOf, tellOnce, usualOf, type Found, type Look, type MemberMemory } from './memory.ts'
import { dayOf, hour, isOpening, type Seen } from './seen.ts'

/** So many different records in an hour are told of by nobody's habits. */
const always = 40
/** Before there are habits. */
const unknown = 60
const times = 3
const kept = 400

/** More different patients' records within an hour than 40, and than three times what is usual for this member in its busiest hour. */
export function massOpening({ memory }: Look, seen: Seen): Found[] {
  if (!isOpening(seen)) return []
  const { number, at, member } = seen
  const own = memberOf(memory, member)
  const count = countOpened(own, seen)
  const today = dayOf(at)
  const usual = usualOf(own.peaks, today)
  own.peaks = countDay(own.peaks, today, (before) => Math.max(before, count))
  const most = usual === null ? unknown : Math.max(always, times * usual)
  if (count <= most || !tellOnce(own.told, 'mass-opening', at)) return []
  const facts = { count, most, ...(usual !== null && { usual }) }
  return [{ rule: 'mass-opening', member, number, at, entries: newest(own), facts }]
}

/** Nothing is usual for the operator's support: each request counts by itself, and more than 40 are too many. */
export function massOpeningBySupport({ memory }: Look, seen: Seen): Found[] {
  const { number, at, member: request, support = '' } = seen
  const visits = (memory.visits ??= {})
  for (const [other, { opened }] of Object.entries(visits))
    if ((opened.at(-1)?.at ?? 0) <= at - hour) delete visits[other]
  if (!isOpening(seen)) return []
  const own = (visits[request] ??= { opened: [], told: {} })
  const count = countOpened(own, seen)
  if (count <= always || !tellOnce(own.told, 'mass-opening', at)) return []
  const facts = { count, most: always, support, request }
  return [{ rule: 'mass-opening', member: null, number, at, entries: newest(own), facts }]
}

/** Different records within the hour, with those of this entry. In place: whoever opens hundreds is looked at hundreds of times. */
function countOpened({ opened }: Pick<MemberMemory, 'opened'>, { number, at, subjects }: Seen): number {
  const dropIf = (isOver: (one: MemberMemory['opened'][number]) => boolean) => {
    for (let place = opened.length - 1; place >= 0; place--) if (isOver(opened[place]!)) opened.splice(place, 1)
  }
  dropIf((one) => one.at <= at - hour)
  for (const patient of subjects) {
    dropIf((one) => one.patient === patient)
    opened.push({ patient, number, at })
  }
  opened.splice(0, opened.length - kept)
  return opened.length
}

const newest = ({ opened }: Pick<MemberMemory, 'opened'>) => opened.map((one) => one.number).slice(-30)
