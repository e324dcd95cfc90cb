/**
 * Walks the bytes of JSON without parsing them, fast enough for a Bundle of 64 MiB and without holding up others. What is
 * no JSON ends in a SyntaxError or in a value that the resource's own check refuses.
 */
import { breather } from '../../platform/breathe.ts'

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d]

export interface Span {
  start: number
  end: number
}

export function skipSpace(bytes: Buffer, at: number): number {
  let place = at
  for (; place < bytes.length; place++) {
    const byte = bytes[place]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
  }
  return place
}

/** One past the closing quote. @param at the opening quote */
export function endOfString(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf(quote, at + 1); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0
    while (bytes[end - 1 - escapes] === backslash) escapes++
    if (escapes % 2 === 0) return end + 1
  }
  throw new SyntaxError('a text does not end')
}

function endOfValue(bytes: Buffer, at: number): number {
  const first = bytes[at]
  if (first === quote) return endOfString(bytes, at)
  let place = at
  if (first !== openObject && first !== openList) {
    for (; place < bytes.length; place++) {
      const byte = bytes[place]!
      if (byte === comma || byte === closeObject || byte === closeList || byte <= 0x20) break
    }
    if (place === at) throw new SyntaxError('a value is missing')
    return place
  }
  let depth = 0
  while (place < bytes.length) {
    const byte = bytes[place]!
    if (byte === quote) {
      place = endOfString(bytes, place)
      continue
    }
    if (byte === openObject || byte === openList) depth++
    else if (byte === closeObject || byte === closeList) depth--
    place++
    if (depth === 0) return place
  }
  throw new SyntaxError('a value does not end')
}

/** The members of the object that begins at `at`, by key; of a list the items are in `items`. */
export async function walkObject(
  bytes: Buffer,
  at = 0,
): Promise<{ values: Map<string, Span>; items: Map<string, Span[]> }> {
  const breathe = breather()
  const values = new Map<string, Span>()
  const items = new Map<string, Span[]>()
  let place = skipSpace(bytes, at)
  if (bytes[place] !== openObject) throw new SyntaxError('not an object')
  place = skipSpace(bytes, place + 1)
  while (bytes[place] !== closeObject) {
    if (bytes[place] !== quote) throw new SyntaxError('a key is missing')
    const keyEnd = endOfString(bytes, place)
    const key = JSON.parse(bytes.toString('utf8', place, keyEnd)) as string
    place = skipSpace(bytes, keyEnd)
    if (bytes[place] !== colon) throw new SyntaxError('a colon is missing')
    const start = skipSpace(bytes, place + 1)
    if (bytes[start] === openList) {
      const list: Span[] = []
      place = skipSpace(bytes, start + 1)
      while (bytes[place] !== closeList) {
        const end = endOfValue(bytes, place)
        list.push({ start: place, end })
        place = skipSpace(bytes, end)
        if (bytes[place] === comma) place = skipSpace(bytes, place + 1)
        await breathe()
      }
      items.set(key, list)
      place += 1
    } else place = endOfValue(bytes, start)
    values.set(key, { start, end: place })
    place = skipSpace(bytes, place)
    if (bytes[place] === comma) place = skipSpace(bytes, place + 1)
  }
  return { values, items }
}

/** The text of a member that is one, else null. */
export function textAt(bytes: Buffer, span: Span | undefined): string | null {
  if (span === undefined || bytes[span.start] !== quote) return null
  return JSON.parse(bytes.toString('utf8', span.start, span.end)) as string
}
