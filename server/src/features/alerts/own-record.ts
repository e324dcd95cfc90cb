import { pairOf, tellPair, type Found, type Look } from './memory.ts'
import type { Tie } from './acquaintance.ts'
import { isOpening, isWriting, type Seen } from './seen.ts'

/** A member opens, or writes in, their own record; a part in the care is no reason here. Told at once. */
export function ownRecord({ memory, known }: Look, seen: Seen): Found[] {
  const { member, subjects, number, at } = seen
  if ((!isOpening(seen) && !isWriting(seen)) || subjects.length > 20 || known.people === null) return []
  const found: Found[] = []
  for (const patient of subjects) {
    const own = ownTie(known.people.tiesOf(member, patient))
    if (own === null || !tellPair(memory, pairOf(member, patient), at)) continue
    found.push({ rule: 'snooping', member, number, at, entries: [number], facts: { kind: own, patient, signs: own } })
  }
  return found
}

const ownTies = ['said', 'own', 'namesake'] as const
type OwnTie = (typeof ownTies)[number]

function ownTie(ties: readonly Tie[]): OwnTie | null {
  return ownTies.find((tie) => ties.includes(tie)) ?? null
}

export function isOwnTie(tie: Tie): tie is OwnTie {
  return (ownTies as readonly Tie[]).includes(tie)
}

/** One's own record is told of when it is opened; it is not judged again as somebody else's. */
export function isOwn(ties: readonly Tie[]): boolean {
  return ties.some(isOwnTie)
}
