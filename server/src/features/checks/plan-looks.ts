import type { Across } from '../../platform/database/workspace.ts'
import type { Check } from './check.ts'
import { ownChecks, type Standing } from './checks.store.ts'
import { looksASecond, mostAhead, patienceOf, rhythmOf, roundOf } from './rhythm.ts'

/** From one plan to the next. */
export const secondsBetween = 5
/** What comes by its rhythm, and as much again of what something happened in. */
const most = 2 * looksASecond * secondsBetween
/** A day's first look at everybody, after Candour was down or is new, is to be over within a minute for a thousand of them. */
const mostOverdue = 100

/** How every practice stands with these checks. */
export async function standingOf(jobs: Across, checks: readonly Check[], now: Date): Promise<Standing[]> {
  const practices = await ownChecks.practices(jobs)
  return ownChecks.standing(
    jobs,
    checks.map((check) => ({
      name: check.name,
      due: rhythmOf(check, practices),
      early: check.everySeconds,
      stale: patienceOf(check, practices) / 1000,
    })),
    new Date(now.getTime() + mostAhead),
  )
}

/** What a process remembers of its looks; another one that takes over begins without. */
export interface Remembered {
  /** How far each practice's ledger had grown. */
  sizes: Map<string, number | null>
  /** When a look could not even be kept: it is tried again after a minute, and takes no other practice's turn meanwhile. */
  failed: Map<string, Date>
}

/**
 * Which practices are looked at now, in this order: those where somebody asked, that were never looked at, or not for too long; those
 * whose time has come, the longest first; and those in which something happened since the last look, though it has not.
 * @param checks how many there are
 */
export function planLooks(
  standing: readonly Standing[],
  checks: number,
  now: Date,
  { sizes, failed }: Remembered,
): Standing[] {
  const at = now.getTime() / 1000
  const isPast = (time: number | null) => time !== null && time <= at
  const isUrgent = (one: Standing) => one.asked || one.made < checks || isPast(one.stale)
  const hasGrown = ({ practice, size }: Standing) => sizes.has(practice) && sizes.get(practice) !== size
  const inTurn = standing
    .filter(({ practice }) => now.getTime() - (failed.get(practice)?.getTime() ?? 0) >= 60_000)
    .toSorted((a, b) => Number(b.asked) - Number(a.asked) || (a.due ?? 0) - (b.due ?? 0))
  const urgent = inTurn.filter(isUrgent).slice(0, mostOverdue)
  const others = inTurn.filter((one) => !isUrgent(one) && isPast(one.early))
  // Evenly, so that they do not all come at the same moment again; after a standstill they would.
  const pace = Math.ceil((standing.length * secondsBetween) / roundOf(standing.length))
  const isTime = (one: Standing, place: number) => place < pace || isPast(one.due)
  const turns = [...others.filter(isTime), ...others.filter((one, place) => !isTime(one, place) && hasGrown(one))]
  return [...urgent, ...turns.slice(0, Math.max(0, most - urgent.length))]
}
