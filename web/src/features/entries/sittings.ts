/** Acts of one person about one thing, close after one another, as one sitting. */

export interface Sitting<T> {
  /** Newest first. */
  acts: T[]
  from: string
  to: string
}

/** A pause of more than this begins another one: an idle session has ended by then. */
const longestPause = 15 * 60_000

/**
 * Takes acts newest first; what others did in between breaks no sitting. `keyOf` says who did it about whom; null stands
 * alone. Each sitting stands where its newest act stood.
 */
export function sittingsOf<T extends { at: string }>(
  acts: readonly T[],
  keyOf: (act: T) => string | null,
): Sitting<T>[] {
  const sittings: Sitting<T>[] = []
  const open = new Map<string, Sitting<T>>()
  for (const act of acts) {
    const key = keyOf(act)
    const last = key === null ? undefined : open.get(key)
    if (last !== undefined && Date.parse(last.from) - Date.parse(act.at) <= longestPause) {
      last.acts.push(act)
      last.from = act.at
      continue
    }
    const sitting = { acts: [act], from: act.at, to: act.at }
    sittings.push(sitting)
    if (key !== null) open.set(key, sitting)
  }
  return sittings
}
