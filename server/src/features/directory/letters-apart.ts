const widest = 64
const rows = [new Uint8Array(widest + 1), new Uint8Array(widest + 1), new Uint8Array(widest + 1)]

/**
 * How many letters two words are apart (a letter left out, put in, changed, or two changed over): Damerau's distance in
 * its restricted form. Counts no further than `most`; answers `most + 1` beyond it.
 * With `start`, `typed` is compared with every beginning of `word`, and the nearest counts.
 */
export function lettersApart(typed: string, word: string, most: number, start = false): number {
  const far = most + 1
  if (start) word = word.slice(0, typed.length + most)
  if (Math.abs(typed.length - word.length) > most && !start) return far
  if (typed.length > widest || word.length > widest) return typed === word ? 0 : far
  let [before, row, next] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let at = 0; at <= word.length; at++) row[at] = at
  for (let i = 1; i <= typed.length; i++) {
    const letter = typed.charCodeAt(i - 1)
    let nearest = (next[0] = i)
    for (let j = 1; j <= word.length; j++) {
      const same = letter === word.charCodeAt(j - 1)
      let apart = Math.min(row[j - 1]! + (same ? 0 : 1), row[j]! + 1, next[j - 1]! + 1)
      if (
        i > 1 &&
        j > 1 &&
        letter === word.charCodeAt(j - 2) &&
        typed.charCodeAt(i - 2) === word.charCodeAt(j - 1) &&
        before[j - 2]! + 1 < apart
      )
        apart = before[j - 2]! + 1
      next[j] = apart
      if (apart < nearest) nearest = apart
    }
    if (nearest > most) return far
    ;[before, row, next] = [row, next, before]
  }
  let apart = row[word.length]!
  if (start) for (let at = 0; at < word.length; at++) apart = Math.min(apart, row[at]!)
  return apart > most ? far : apart
}

/** The letters of a word as bits, a to z from the lowest: words within n changes differ in at most 2n bits. */
export function lettersOf(word: string): number {
  let bits = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6))
  }
  return bits >>> 0
}

export function countBits(bits: number): number {
  bits -= (bits >>> 1) & 0x55555555
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
