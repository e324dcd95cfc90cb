/** The same numbers for the same seed, so that a round that failed can be run again. */
export interface Random {
  /** From 0 up to and without 1. */
  next(): number
  /** Whole, both ends included. */
  between(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  bytes(length: number): Buffer
}

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)]!,
    bytes(length) {
      const bytes = Buffer.allocUnsafe(length)
      for (let at = 0; at < length; at += 4) {
        const word = (next() * 2 ** 32) >>> 0
        for (let place = at; place < Math.min(at + 4, length); place++)
          bytes[place] = (word >>> ((place - at) * 8)) & 255
      }
      return bytes
    },
  }
}
