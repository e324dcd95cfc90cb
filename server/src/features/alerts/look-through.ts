import { manyFailures } from './many-failures.ts'
import { massOpening, massOpeningBySupport } from './mass-opening.ts'
import type { Found, Known, Look, Memory } from './memory.ts'
import { newDevice } from './new-device.ts'
import { ownRecord } from './own-record.ts'
import type { Seen } from './seen.ts'
import { strangers } from './strangers.ts'
import { twoNetworks } from './two-networks.ts'
import { habitOf, unusualDay } from './unusual-day.ts'
import { unusualHours } from './unusual-hours.ts'

const rules: readonly ((look: Look, seen: Seen) => Found[])[] = [
  manyFailures,
  newDevice,
  twoNetworks,
  ownRecord,
  unusualDay,
  massOpening,
  unusualHours,
  strangers,
]
/** Of whom nothing is usual: they are there for less than an hour, from elsewhere, and write nothing. */
const rulesForSupport = [massOpeningBySupport]

/**
 * All rules over one entry after the other; the memory goes on from one call to the next, so that it is all the same how the
 * entries are cut into pages. The memory is changed in place.
 */
export function lookThrough(memory: Memory, entries: Iterable<Seen>, known: Known): Found[] {
  const found: Found[] = []
  for (const seen of entries)
    for (const rule of seen.support === undefined ? rules : rulesForSupport)
      found.push(...rule({ memory, known }, seen).map((one) => withHabit(memory, one)))
  return found.filter(({ at }) => at >= memory.tellFrom)
}

/** Beside what was found stands what is usual for them at this moment. */
function withHabit({ members }: Memory, one: Found): Found {
  const own = one.member === null ? undefined : members[one.member]
  return own === undefined ? one : { ...one, facts: { ...one.facts, ...habitOf(own) } }
}
