import { expect, test } from 'vitest'
import { notBefore } from './goes-on.ts'

test('P28 times of what is signed never go back, whatever the clock does', () => {
  const at = new Date('2026-11-22T14:02:10.700Z')
  expect(notBefore(at, null).toISOString()).toBe('2026-11-22T14:02:10.000Z')
  expect(notBefore(at, { at: new Date('2026-11-22T15:00:00Z') }).toISOString()).toBe('2026-11-22T15:00:00.000Z')
})
