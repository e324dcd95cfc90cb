import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNhsNumber, plainNhsNumber, showNhsNumber } from './nhs-number.ts'

test('the published example and numbers of the test range pass', () => {
  for (const digits of ['9434765919', '9434765870', '9990000018', '9990000026']) expect(isNhsNumber(digits)).toBe(true)
})

test('any single digit changed, and any two unlike neighbours swapped, is noticed', () => {
  const valid = fc
    .integer({ min: 100_000_000, max: 999_999_999 })
    .map(String)
    .map(withCheckDigit)
    .filter((digits) => digits !== null)
  fc.assert(
    fc.property(valid, fc.nat(9), fc.integer({ min: 1, max: 9 }), (digits, place, by) => {
      const changed = digits.slice(0, place) + ((Number(digits[place]) + by) % 10) + digits.slice(place + 1)
      expect(isNhsNumber(changed)).toBe(false)
    }),
  )
  fc.assert(
    fc.property(valid, fc.nat(8), (digits, place) => {
      fc.pre(digits[place] !== digits[place + 1])
      const swapped = digits.slice(0, place) + digits[place + 1]! + digits[place]! + digits.slice(place + 2)
      expect(isNhsNumber(swapped)).toBe(false)
    }),
  )
})

test('nonsense is no NHS number', () => {
  for (const text of ['', '123', '99900000180', 'abcdefghij', '٩٩٩٠٠٠٠٠١٨', ' 9990000018'])
    expect(isNhsNumber(text)).toBe(false)
})

test('what people type is read, and shown 3-3-4', () => {
  expect(plainNhsNumber(' 999 000-0018 ')).toBe('9990000018')
  expect(showNhsNumber('9990000018')).toBe('999 000 0018')
})

function withCheckDigit(nine: string): string | null {
  for (let digit = 0; digit <= 9; digit++) if (isNhsNumber(nine + digit)) return nine + digit
  return null
}
