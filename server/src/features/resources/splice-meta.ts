import { membersOf } from './json-members.ts'
import { stampBytes, stampPlaces, type Stamp } from './stamp-places.ts'

/**
 * The received bytes with `id`, `meta.versionId` and `meta.lastUpdated` put in; every other byte stays as it came.
 * @param bytes valid JSON, an object with `resourceType`
 */
export function spliceMeta(bytes: Buffer, stamp: Stamp): Buffer {
  return stampBytes(bytes, stampPlaces(bytes), stamp)
}

/** Exchanges the member's value, or adds it behind `after` (or at the front). */
export function setMember(bytes: Buffer, key: string, value: unknown, after: string | null, at = 0): Buffer {
  const { open, members } = membersOf(bytes, at)
  const text = JSON.stringify(value)
  const there = members.find((member) => member.key === key)
  if (there !== undefined) return replace(bytes, there.valueStart, there.end, text)
  const before = members.find((member) => member.key === after)
  const written = `${JSON.stringify(key)}:${text}`
  if (before !== undefined) return replace(bytes, before.end, before.end, `,${written}`)
  return replace(bytes, open + 1, open + 1, members.length === 0 ? written : `${written},`)
}

function replace(bytes: Buffer, from: number, to: number, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(text), bytes.subarray(to)])
}
