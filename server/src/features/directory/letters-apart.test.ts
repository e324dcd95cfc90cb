import { expect, test } from 'vitest'
import { countBits, lettersApart, lettersOf } from './letters-apart.ts'

test('a letter left out, put in, changed or changed over is one apart', () => {
  for (const typed of ['ashdwne', 'ashhdowne', 'ashdewne', 'ahsdowne'])
    expect(lettersApart(typed, 'ashdowne', 2)).toBe(1)
  expect(lettersApart('ashdowne', 'ashdowne', 2)).toBe(0)
  expect(lettersApart('ahsdwone', 'ashdowne', 2)).toBe(2)
  expect(lettersApart('quiller', 'ashdowne', 2)).toBe(3)
  expect(lettersApart('', 'ab', 2)).toBe(2)
})

test('what was typed so far is compared with the beginning', () => {
  expect(lettersApart('ashdw', 'ashdowne', 1, true)).toBe(1)
  expect(lettersApart('ashdo', 'ashdowne', 1, true)).toBe(0)
  expect(lettersApart('esjdo', 'ashdowne', 1, true)).toBe(2)
})

test('words within one change differ in at most two of their letters', () => {
  for (const typed of ['ashdwne', 'ashdowneq', 'ashdzwne', 'ahsdowne'])
    expect(countBits(lettersOf(typed) ^ lettersOf('ashdowne'))).toBeLessThanOrEqual(2)
  expect([countBits(0), countBits(0xffffffff), countBits(0b1011)]).toEqual([0, 32, 3])
})
