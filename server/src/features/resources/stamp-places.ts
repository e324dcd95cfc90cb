import { membersOf } from './json-members.ts'

export interface Stamp {
  id: string
  version: number
  lastUpdated: Date
}

/** A place in the received bytes that is exchanged for a stamp; from `at` up to `to`, which are the same where it is new. */
export interface StampPlace {
  at: number
  to: number
  /** JSON that goes before and behind the stamp. */
  before: string
  what: 'id' | 'versionId' | 'lastUpdated'
  behind: string
}

/** Where `id`, `meta.versionId` and `meta.lastUpdated` go. @param bytes valid JSON, an object with `resourceType` */
export function stampPlaces(bytes: Buffer): StampPlace[] {
  const { members } = membersOf(bytes)
  const named = (name: string) => members.find(({ key }) => key === name)
  const id = named('id')
  const place: StampPlace =
    id === undefined
      ? { at: named('resourceType')!.end, to: named('resourceType')!.end, before: ',"id":', what: 'id', behind: '' }
      : { at: id.valueStart, to: id.end, before: '', what: 'id', behind: '' }
  const meta = named('meta')
  if (meta !== undefined) return [place, ...placesInMeta(bytes, meta.valueStart)].toSorted((a, b) => a.at - b.at)
  const at = place.to
  return [
    place,
    { at, to: at, before: ',"meta":{"versionId":', what: 'versionId', behind: '' },
    { at, to: at, before: ',"lastUpdated":', what: 'lastUpdated', behind: '}' },
  ]
}

function placesInMeta(bytes: Buffer, start: number): StampPlace[] {
  const { open, members } = membersOf(bytes, start)
  let isEmpty = members.length === 0
  const places: StampPlace[] = []
  // What is new goes to the front, the last one first.
  for (const what of ['versionId', 'lastUpdated'] as const) {
    const there = members.find(({ key }) => key === what)
    if (there !== undefined) places.push({ at: there.valueStart, to: there.end, before: '', what, behind: '' })
    else {
      places.unshift({ at: open + 1, to: open + 1, before: `"${what}":`, what, behind: isEmpty ? '' : ',' })
      isEmpty = false
    }
  }
  return places
}

/** The received bytes with the stamps put in; every other byte stays as it came. */
export function stampBytes(bytes: Buffer, places: readonly StampPlace[], stamp: Stamp): Buffer {
  const texts = {
    id: JSON.stringify(stamp.id),
    versionId: `"${stamp.version}"`,
    lastUpdated: JSON.stringify(stamp.lastUpdated),
  }
  const pieces: Buffer[] = []
  let taken = 0
  for (const { at, to, before, what, behind } of places) {
    pieces.push(bytes.subarray(taken, at), Buffer.from(before + texts[what] + behind))
    taken = to
  }
  return Buffer.concat([...pieces, bytes.subarray(taken)])
}
