import { isHolding, mayDo, permissionsWith, type Grant, type Level } from '@candour/contract/permissions.ts'

/** Whoever gives, as it stands now. */
export interface Giver {
  level: Level
  /** What was given to them and taken, everywhere and at single locations. */
  grants: readonly Grant[]
}

/**
 * Nobody gives what they may not do themselves wherever it would count: at the location it is for; or everywhere, so that two who
 * may at one location alone don't free each other there. What one was given beyond the level one does not give on.
 */
export function mayGive(
  { level, grants }: Giver,
  { permission, location }: Pick<Grant, 'permission' | 'location'>,
  now: Date,
): boolean {
  if (!mayDo(level, permission)) return false
  const about = grants.filter((one) => one.permission === permission && isHolding(one, now))
  const places = location === null ? [null, ...about.map((one) => one.location)] : [location]
  return places.every((place) => {
    const counting = about.filter((one) => one.location === null || one.location === place)
    const there = counting.map((one) => ({ ...one, isLocal: one.location !== null }))
    return permissionsWith(level, there, now).includes(permission)
  })
}
