import { endOfString } from './json-members.ts'

/**
 * A reference that an import rewrote: `Practitioner?identifier=...` became `Practitioner/123`. An export gives back what
 * came. It is found again as the `nth` (from 0) place where the text now stands in the bytes as a JSON string, which
 * holds however `id` and `meta` are spliced in.
 */
export interface Origin {
  now: string
  nth: number
  /** The JSON string as it came, quotes and escapes included. */
  was: string
}

/**
 * How they are found again, of references that were rewritten in these bytes. In one pass: there may be as many as fit.
 * @param at where each stands, at its quote
 */
export function originsOf(bytes: Buffer, rewritten: readonly { at: number; now: string; was: string }[]): Origin[] {
  const byPlace = new Map(rewritten.map((one) => [one.at, one]))
  const origins: Origin[] = []
  for (const { start, nth } of placesOf(bytes, rewritten)) {
    const one = byPlace.get(start)
    if (one !== undefined) origins.push({ now: one.now, nth, was: one.was })
  }
  return origins
}

/** The bytes as they came, but for `id` and `meta`. */
export function restoreOrigins(bytes: Buffer, origins: readonly Origin[]): Buffer {
  if (origins.length === 0) return bytes
  const byPlace = new Map(origins.map((origin) => [`${origin.nth} ${written(origin)}`, origin]))
  const pieces: Buffer[] = []
  let at = 0
  for (const { text, start, end, nth } of placesOf(bytes, origins)) {
    const origin = byPlace.get(`${nth} ${text}`)
    if (origin === undefined) continue
    pieces.push(bytes.subarray(at, start), Buffer.from(origin.was))
    byPlace.delete(`${nth} ${text}`)
    at = end
  }
  if (byPlace.size > 0) throw new RangeError('a rewritten reference is not where it was written')
  return Buffer.concat([...pieces, bytes.subarray(at)])
}

/** As the bytes have it, one character a byte. */
function written({ now }: Pick<Origin, 'now'>): string {
  return Buffer.from(JSON.stringify(now)).toString('latin1')
}

interface Place {
  text: string
  start: number
  end: number
  /** How many of the same stand before it. */
  nth: number
}

const quote = 0x22

/** Every JSON string of the bytes that is one of these. */
function* placesOf(bytes: Buffer, wanted: readonly Pick<Origin, 'now'>[]): Generator<Place> {
  const counts = new Map(wanted.map((one) => [written(one), 0]))
  let longest = 0
  for (const text of counts.keys()) longest = Math.max(longest, text.length)
  let end = 0
  for (let start = bytes.indexOf(quote); start !== -1; start = bytes.indexOf(quote, end)) {
    end = endOfString(bytes, start)
    if (end - start > longest) continue
    const text = bytes.toString('latin1', start, end)
    const nth = counts.get(text)
    if (nth === undefined) continue
    counts.set(text, nth + 1)
    yield { text, start, end, nth }
  }
}
