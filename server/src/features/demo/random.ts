/** Chance that is the same each time: what a demo holds follows from its seed alone. No secret is ever made with it. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  chance(part: number): boolean
  /** Round `mean`, mostly within `spread` of it, never further than 3 times that. */
  about(mean: number, spread: number): number
  /** A UUID (RFC 9562, version 8: of our own making). */
  uuid(): string
}

/** The same parts give the same numbers; other parts give unrelated ones. */
export function randomOf(...parts: readonly (string | number)[]): Random {
  let [a, b, c, d] = mix(parts.join('/'))
  // sfc32, by Chris Doty-Humphrey: small, fast, and passes the usual batteries of tests.
  const word = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) word()
  const next = () => word() / 4294967296
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)]!,
    chance: (part) => next() < part,
    about: (mean, spread) => mean + (next() + next() + next() - 1.5) * 2 * spread,
    uuid() {
      const hex = [word(), word(), word(), word()].map((part) => part.toString(16).padStart(8, '0')).join('')
      const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
    },
  }
}

/** Four words from a text (cyrb128). */
function mix(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    a = b ^ Math.imul(a ^ code, 597399067)
    b = c ^ Math.imul(b ^ code, 2869860233)
    c = d ^ Math.imul(c ^ code, 951274213)
    d = a ^ Math.imul(d ^ code, 2716044179)
  }
  return [a ^ b ^ c ^ d, a ^ b, a ^ c, a ^ d]
}
