import { expect, test } from 'vitest'
import { letGo } from './spare-memory.ts'

test('a piece that has its memory to itself gives it back at once; a part of a larger one stays', () => {
  const whole = Buffer.allocUnsafeSlow(65_536)
  letGo(whole)
  expect(whole).toHaveLength(0)
  const large = Buffer.alloc(65_536, 7)
  letGo(large.subarray(0, 10))
  expect([large.length, large[0]]).toEqual([65_536, 7])
})
