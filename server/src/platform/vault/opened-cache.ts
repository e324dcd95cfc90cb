/**
 * Promise: what was opened lately opens again at once, and nothing is served from memory that the database doesn't hold
 * byte for byte now: a value is found by the hash of its sealed bytes as just read, by its key and by its place.
 */
import type { CompartmentKey } from './compartment-key.ts'
import type { Place } from './context.ts'

export interface OpenedCache<T> {
  find(key: CompartmentKey, place: Place, hash: Buffer): T | undefined
  /** @param bytes what it takes in memory, its name and the map apart */
  keep(key: CompartmentKey, place: Place, hash: Buffer, value: T, bytes: number): void
  /** Drops what is a compartment's, or a whole practice's. */
  forget(practice: string, compartment?: string): void
  size(): { values: number; bytes: number }
}

interface Kept<T> {
  key: CompartmentKey
  value: T
  cost: number
}

/** What a value costs beside its bytes: the name, the object, the map. */
const overhead = 400
/** Longer values are not worth a copy. */
const longest = 2 * 2 ** 20

/**
 * @param capacity bytes, overhead included; the least recently used go first
 * @param largest a value that costs more is not kept
 */
export function openedCache<T>(capacity: number, largest = capacity / 16): OpenedCache<T> {
  const kept = new Map<string, Kept<T>>()
  let bytes = 0

  function drop(name: string, { cost }: Kept<T>): void {
    kept.delete(name)
    bytes -= cost
  }

  return {
    find(key, place, hash) {
      const name = nameOf(key, place, hash)
      const found = kept.get(name)
      if (found === undefined) return undefined
      kept.delete(name)
      kept.set(name, found)
      return found.value
    },
    keep(key, place, hash, value, size) {
      const cost = size + overhead
      if (cost > largest) return
      const name = nameOf(key, place, hash)
      const before = kept.get(name)
      if (before !== undefined) drop(name, before)
      kept.set(name, { key, value, cost })
      bytes += cost
      for (const [oldest, one] of kept) {
        if (bytes <= capacity) break
        drop(oldest, one)
      }
    },
    forget(practice, compartment) {
      for (const [name, one] of kept) {
        if (one.key.practice === practice && (compartment === undefined || one.key.compartment === compartment))
          drop(name, one)
      }
    },
    size: () => ({ values: kept.size, bytes }),
  }
}

function nameOf(key: CompartmentKey, { table, field, record, revision, schema }: Place, hash: Buffer): string {
  return `${key.id} ${hash.toString('latin1')} ${table} ${field} ${revision} ${schema} ${record}`
}

/** Kept bytes, or what `open` gives, kept from now on. */
export function openOnce(
  cache: OpenedCache<Buffer>,
  key: CompartmentKey,
  place: Place,
  hash: Buffer,
  open: () => Buffer,
): Buffer {
  const found = cache.find(key, place, hash)
  if (found !== undefined) return found
  const plain = open()
  if (plain.length > longest) return plain
  // Of its own: a small Buffer would keep the whole pooled slab alive in which it lies.
  const own = Buffer.allocUnsafeSlow(plain.length)
  plain.copy(own)
  cache.keep(key, place, hash, own, own.length)
  return plain
}
