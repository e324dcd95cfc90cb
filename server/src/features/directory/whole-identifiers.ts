/**
 * Who has exactly this identifier: hashes of all NHS numbers, phones, emails and postcodes of a segment in one sorted
 * column, six bytes each. Two may share a hash, so whoever is found here is to be compared.
 */
import type { WholeAsked } from './read-whole.ts'

type Field = WholeAsked['field']

export interface WholeIdentifiers {
  /** Sorted. */
  hashes: Uint32Array
  /** Whose each is: places in the segment, in order where hashes are the same. */
  holders: Uint16Array
}

const seeds: Record<Field, number> = {
  nhsNumber: 0x811c9dc5,
  phone: 0x1b873593,
  email: 0x85ebca6b,
  postcode: 0xc2b2ae35,
}
/** Of a place in a segment, beside the hash in one number. */
const places = 65_536

/** FNV-1a, 32 bits, with the field as its seed. */
function hashOf(field: Field, value: string): number {
  let hash = seeds[field]
  for (let at = 0; at < value.length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** @param people how many are added at most */
export function gatherIdentifiers(people: number) {
  const packed = new Float64Array(people * Object.keys(seeds).length)
  let count = 0
  return {
    /** Empty values are none. */
    add(place: number, field: Field, value: string): void {
      if (value !== '') packed[count++] = hashOf(field, value) * places + place
    },
    columns(): WholeIdentifiers {
      const sorted = packed.subarray(0, count).sort()
      const columns = { hashes: new Uint32Array(count), holders: new Uint16Array(count) }
      for (let at = 0; at < count; at++) {
        columns.hashes[at] = Math.floor(sorted[at]! / places)
        columns.holders[at] = sorted[at]! % places
      }
      return columns
    },
  }
}

/** Places of those who may have it, in order. */
export function holdersOf({ hashes, holders }: WholeIdentifiers, field: Field, value: string): Uint16Array {
  const hash = hashOf(field, value)
  let low = 0
  let high = hashes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (hashes[middle]! < hash) low = middle + 1
    else high = middle
  }
  let end = low
  while (hashes[end] === hash) end++
  return holders.subarray(low, end)
}
