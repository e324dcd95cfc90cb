/**
 * A visit is told once: its note leads (or the encounter, where nobody wrote one), and what was done, found, ordered and
 * booked for it stands inside. What is still to come stands apart from what happened.
 */
import type { TimelineItem } from '@candour/contract/timeline.ts'

export interface Told {
  at: string
  lead: TimelineItem
  /** What else of the visit: changes first, then findings, the encounter and its appointment last. */
  parts: TimelineItem[]
}

const order = [
  'note',
  'problem',
  'allergy',
  'medicine',
  'immunisation',
  'procedure',
  'image',
  'file',
  'document',
  'plan',
  'result',
  'other',
  'encounter',
]
const placeOf = ({ kind, type }: TimelineItem) => (type === 'Appointment' ? order.length : order.indexOf(kind))

/**
 * Items newest first, each once. An item joins the encounter that it names when both fell on one day: what happened
 * during a stay of a week keeps its own place. An appointment joins the encounter that began when it was booked for.
 */
export function tellOnce(items: readonly TimelineItem[], dayOf: (at: string) => string): Told[] {
  const encounters = new Map<string, TimelineItem>()
  const began = new Map<number, TimelineItem>()
  for (const item of items) {
    if (item.type !== 'Encounter' || item.standing === 'in-error') continue
    encounters.set(item.id, item)
    if (item.at.includes('T')) began.set(Date.parse(item.at), item)
  }
  const visitOf = (item: TimelineItem) => {
    if (item.standing === 'in-error') return undefined
    if (item.type === 'Encounter') return encounters.get(item.id)
    const named = item.type === 'Appointment' ? began.get(Date.parse(item.at)) : encounters.get(item.encounter)
    return named !== undefined && dayOf(named.at) === dayOf(item.at) ? named : undefined
  }
  const visits = new Map<TimelineItem, TimelineItem[]>()
  const told: TimelineItem[][] = []
  for (const item of items) {
    const visit = visitOf(item)
    const before = visit === undefined ? undefined : visits.get(visit)
    if (before !== undefined) {
      before.push(item)
      continue
    }
    const group = [item]
    told.push(group)
    if (visit !== undefined) visits.set(visit, group)
  }
  return told.map((group) => {
    const sorted = group.toSorted((a, b) => placeOf(a) - placeOf(b))
    // A result does not lead its visit: where there is no note, the encounter says what it was
    const at = Math.max(0, sorted[0]!.kind === 'note' ? 0 : sorted.findIndex(({ type }) => type === 'Encounter'))
    return { at: group[0]!.at, lead: sorted[at]!, parts: sorted.filter((_, place) => place !== at) }
  })
}

/** What is still to come, the soonest first, and what has happened, as it came. `today` is YYYY-MM-DD in London. */
export function whatComes(items: readonly TimelineItem[], now: Date, today: string) {
  const comes = ({ at }: TimelineItem) => (at.includes('T') ? Date.parse(at) > now.getTime() : at.slice(0, 10) > today)
  return { coming: items.filter(comes).toReversed(), happened: items.filter((item) => !comes(item)) }
}

export interface Year<T> {
  year: string
  items: T[]
}

/** In the order they came, under the years in which they happened (by the London calendar). */
export function byYear<T extends { at: string }>(items: readonly T[], dayOf: (at: string) => string): Year<T>[] {
  const years: Year<T>[] = []
  for (const item of items) {
    const year = item.at === '' ? 'No date' : dayOf(item.at).slice(-4)
    const last = years.at(-1)
    if (last?.year === year) last.items.push(item)
    else years.push({ year, items: [item] })
  }
  return years
}
