/** Promise: secrets are kept in memory for a bounded time and in a bounded number, the least recently used go first. */

export interface BoundedCache<Value> {
  readonly size: number
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  deleteWhere(matches: (value: Value) => boolean): void
}

/** @param lifetime in the unit of `now`, milliseconds by convention, counted from `set`. */
export function boundedCache<Value>(capacity: number, lifetime: number, now: () => number): BoundedCache<Value> {
  const entries = new Map<string, { value: Value; until: number }>()
  return {
    get size() {
      return entries.size
    },
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      if (now() >= entry.until) return undefined
      entries.set(key, entry)
      return entry.value
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, { value, until: now() + lifetime })
      if (entries.size <= capacity) return
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    },
    deleteWhere(matches) {
      for (const [key, entry] of entries) if (matches(entry.value)) entries.delete(key)
    },
  }
}
