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

/** The bytes as they came, but for `id` and `meta`. */
export function restoreOrigins(bytes: Buffer, origins: readonly Origin[]): Buffer {
  const cuts = origins
    .map(({ now, nth, was }) => ({ ...placeOf(bytes, now, nth), was }))
    .toSorted((a, b) => a.start - b.start)
  const pieces: Buffer[] = []
  let at = 0
  for (const { start, end, was } of cuts) {
    pieces.push(bytes.subarray(at, start), Buffer.from(was))
    at = end
  }
  return Buffer.concat([...pieces, bytes.subarray(at)])
}

function placeOf(bytes: Buffer, now: string, nth: number): { start: number; end: number } {
  const text = JSON.stringify(now)
  let start = -1
  for (let count = 0; count <= nth; count++) {
    start = bytes.indexOf(text, start + 1)
    if (start === -1) throw new RangeError('a rewritten reference is not where it was written')
  }
  return { start, end: start + Buffer.byteLength(text) }
}
