/**
 * Promise: what was opened lately opens again at once, and nothing is served from memory that the database doesn't hold
 * byte for byte now: a value is found by the hash of its sealed bytes as just read, by its key and by its place.
 */
import type { CompartmentKey } from './compartment-key.ts'
import type { Place } from './context.ts'

export interface OpenedCache {
  /** Kept bytes, or what `open` gives, kept from now on. */
  take(key: CompartmentKey, place: Place, hash: Buffer, open: () => Buffer): Buffer
  /** Drops a compartment's bytes, or a whole practice's. */
  forget(practice: string, compartment?: string): void
  size(): { values: number; bytes: number }
}

interface Kept {
  key: CompartmentKey
  plain: Buffer
}

/** What a value costs beside its bytes: the name, the object, the map. */
const overhead = 400

/** @param capacity bytes, overhead included; the least recently used go first. A value over a sixteenth is not kept. */
export function openedCache(capacity: number): OpenedCache {
  const kept = new Map<string, Kept>()
  let bytes = 0

  function drop(name: string, { plain }: Kept): void {
    kept.delete(name)
    bytes -= plain.length + overhead
  }

  return {
    take(key, { table, field, record, revision, schema }, hash, open) {
      const name = `${key.id} ${hash.toString('latin1')} ${table} ${field} ${revision} ${schema} ${record}`
      const found = kept.get(name)
      if (found !== undefined) {
        kept.delete(name)
        kept.set(name, found)
        return found.plain
      }
      const plain = open()
      const cost = plain.length + overhead
      if (cost > capacity / 16) return plain
      // Of its own: a small Buffer would keep the whole pooled slab alive in which it lies.
      const own = Buffer.allocUnsafeSlow(plain.length)
      plain.copy(own)
      kept.set(name, { key, plain: own })
      bytes += cost
      for (const [oldest, value] of kept) {
        if (bytes <= capacity) break
        drop(oldest, value)
      }
      return plain
    },
    forget(practice, compartment) {
      for (const [name, value] of kept) {
        if (value.key.practice === practice && (compartment === undefined || value.key.compartment === compartment))
          drop(name, value)
      }
    },
    size: () => ({ values: kept.size, bytes }),
  }
}
