import { isNhsNumber } from '@candour/contract/nhs-number.ts'

const prefixes = 100_000

/**
 * The NHS number of the nth patient, of the range 999, which is given to nobody. Two patients of one seed never share one,
 * up to 900,000 of them. Throws beyond.
 */
export function nhsNumberOf(n: number, shift: number): string {
  if (n >= prefixes * 9) throw new RangeError('the test range of NHS numbers holds 900,000 patients')
  // A step that shares no factor with their count walks through all prefixes, far from one to the next.
  const prefix = String((n * 61_843 + shift) % prefixes).padStart(5, '0')
  let left = Math.floor(n / prefixes)
  for (let step = 0; step < 10; step++) {
    const digit = (Math.floor(Number(prefix) / 7) + step) % 10
    for (let check = 0; check < 10; check++) {
      const number = `999${prefix}${digit}${check}`
      if (isNhsNumber(number) && left-- === 0) return number
    }
  }
  throw new Error('of ten ninth digits at most one has no check digit')
}
