/**
 * Promise: a body means one thing to everybody who reads it. JSON leaves open which of two members with one name counts
 * (RFC 8259, section 4), so none may have one.
 */
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d]

/** The first name that an object has twice; null when there is none. @param json valid JSON */
export function repeatedKey(json: string): string | null {
  // Of each object that is open its names so far; of a list null.
  const open: (Set<string> | null)[] = []
  let names: Set<string> | null = null
  let nameComes = false
  for (let place = 0; place < json.length; place++) {
    const sign = json.charCodeAt(place)
    if (sign === quote) {
      const start = place
      place = endOfString(json, place)
      if (!nameComes || names === null) continue
      nameComes = false
      const name = JSON.parse(json.slice(start, place + 1)) as string
      if (names.has(name)) return name
      names.add(name)
    } else if (sign === openObject || sign === openList) {
      names = sign === openObject ? new Set() : null
      open.push(names)
      nameComes = sign === openObject
    } else if (sign === closeObject || sign === closeList) {
      open.pop()
      names = open.at(-1) ?? null
    } else if (sign === comma) nameComes = names !== null
  }
  return null
}

function endOfString(json: string, start: number): number {
  let place = start + 1
  while (json.charCodeAt(place) !== quote) place += json.charCodeAt(place) === backslash ? 2 : 1
  return place
}
