import { expect, test } from 'vitest'
import { randomPublicBytes } from './random.ts'

test('no bytes are handed out twice, across pages, and what was handed out is the caller’s own', () => {
  const taken = Array.from({ length: 5000 }, () => randomPublicBytes(16))
  const before = taken.map((bytes) => bytes.toString('hex'))
  expect(new Set(before).size).toBe(5000)
  taken[0]!.fill(0)
  randomPublicBytes(16)
  expect(taken.slice(1).map((bytes) => bytes.toString('hex'))).toEqual(before.slice(1))
})
