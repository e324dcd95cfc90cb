/**
 * Promise: what is nested deeper than anything of R4 is told by a look at its bytes, before it is parsed: a tree of
 * millions of levels takes seconds and hundreds of MiB to make. Brackets within texts don't count.
 */
const deepest = 1000
const [quote, backslash] = [0x22, 0x5c]
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d]

/** @param bytes of JSON, valid or not */
export function isTooDeep(bytes: Buffer): boolean {
  let depth = 0
  let isText = false
  for (let place = 0; place < bytes.length; place++) {
    const byte = bytes[place]
    if (byte === quote) isText = !isText
    else if (isText) place += byte === backslash ? 1 : 0
    else if (byte === openObject || byte === openList) {
      if (++depth > deepest) return true
    } else if (byte === closeObject || byte === closeList) depth--
  }
  return false
}
