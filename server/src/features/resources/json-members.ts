/**
 * Where the members of a JSON object stand in its bytes, so that one of them can be exchanged and every other byte kept
 * (parsing and printing again would turn `1.0` into `1`). The bytes must be valid JSON already.
 */
export interface Member {
  key: string
  /** First byte of the key's quote. */
  start: number
  valueStart: number
  /** One past the value's last byte. */
  end: number
}

const space = new Set([0x20, 0x09, 0x0a, 0x0d])
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d]

/** @param at the opening brace of the object, or space in front of it */
export function membersOf(bytes: Buffer, at = 0): { open: number; close: number; members: Member[] } {
  let place = skipSpace(bytes, at)
  if (bytes[place] !== openObject) throw new SyntaxError('not an object')
  const open = place
  const members: Member[] = []
  place = skipSpace(bytes, place + 1)
  while (bytes[place] !== closeObject) {
    const start = place
    const keyEnd = endOfString(bytes, place)
    const key = JSON.parse(bytes.toString('utf8', start, keyEnd)) as string
    place = skipSpace(bytes, keyEnd)
    if (bytes[place] !== colon) throw new SyntaxError('a colon is missing')
    const valueStart = skipSpace(bytes, place + 1)
    const end = endOfValue(bytes, valueStart)
    members.push({ key, start, valueStart, end })
    place = skipSpace(bytes, end)
    if (bytes[place] === comma) place = skipSpace(bytes, place + 1)
    if (place >= bytes.length) throw new SyntaxError('the object does not end')
  }
  return { open, close: place, members }
}

function skipSpace(bytes: Buffer, at: number): number {
  let place = at
  while (place < bytes.length && space.has(bytes[place]!)) place++
  return place
}

/** One past the closing quote. @param at the opening quote */
export function endOfString(bytes: Buffer, at: number): number {
  let place = at + 1
  while (place < bytes.length && bytes[place] !== quote) place += bytes[place] === backslash ? 2 : 1
  return place + 1
}

function endOfValue(bytes: Buffer, at: number): number {
  if (bytes[at] === quote) return endOfString(bytes, at)
  if (bytes[at] === openObject || bytes[at] === openList) {
    let depth = 0
    let place = at
    while (place < bytes.length) {
      const byte = bytes[place]!
      if (byte === quote) {
        place = endOfString(bytes, place)
        continue
      }
      if (byte === openObject || byte === openList) depth++
      if (byte === closeObject || byte === closeList) depth--
      place++
      if (depth === 0) return place
    }
    throw new SyntaxError('the value does not end')
  }
  let place = at
  while (place < bytes.length && ![comma, closeObject, closeList].includes(bytes[place]!) && !space.has(bytes[place]!))
    place++
  return place
}
