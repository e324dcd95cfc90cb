/** Promise: two different lists of fields never encode to the same bytes, so a sealed value has one place. */

/** Where a sealed value lives: bound into its key. */
export interface Place {
  table: string
  field: string
  /** Id of the row or resource, any text. */
  record: string
  revision: number
  /** Schema version of the payload. */
  schema: number
}

/**
 * Each field as a 4-byte big-endian length and its bytes: text in UTF-8, whole numbers as 8 bytes big-endian. The list of
 * types is fixed by the first field, the suite. Throws TypeError for text that UTF-8 cannot hold (a lone surrogate) and
 * for a number that is not a safe whole one, either of which would collide with another.
 */
export function encodeFields(fields: readonly (string | number)[]): Buffer {
  let size = 0
  for (const field of fields) size += 4 + (typeof field === 'string' ? Buffer.byteLength(field) : 8)
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (const field of fields) at = typeof field === 'string' ? putText(out, at, field) : putNumber(out, at, field)
  return out
}

/** The part of the context that changes from value to value; the key's part stands before it. */
export function encodePlace(place: Place): Buffer {
  return encodeFields([place.table, place.field, place.record, place.revision, place.schema])
}

function putText(out: Buffer, at: number, text: string): number {
  if (!text.isWellFormed()) throw new TypeError('a context field holds a lone surrogate')
  const length = out.write(text, at + 4)
  out.writeUInt32BE(length, at)
  return at + 4 + length
}

function putNumber(out: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError('a context number must be whole and not negative')
  out.writeUInt32BE(8, at)
  out.writeUInt32BE(Math.floor(value / 2 ** 32), at + 4)
  out.writeUInt32BE(value >>> 0, at + 8)
  return at + 12
}
