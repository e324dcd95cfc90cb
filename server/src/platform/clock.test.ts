import { expect, test } from 'vitest'
import { systemClock, testClock } from './clock.ts'

test('the system clock goes', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000)
})

test('a test clock stands still until it is moved, forwards or back', () => {
  const clock = testClock('2026-03-29T00:59:00Z')
  expect(clock.now().toISOString()).toBe('2026-03-29T00:59:00.000Z')
  clock.advance(60_000)
  expect(clock.now().toISOString()).toBe('2026-03-29T01:00:00.000Z')
  clock.advance(-3_600_000)
  expect(clock.now().toISOString()).toBe('2026-03-29T00:00:00.000Z')
  clock.set(new Date('2027-01-01T00:00:00Z'))
  expect(clock.now().getUTCFullYear()).toBe(2027)
})

test('what a test does with a date that it was given does not move the clock', () => {
  const clock = testClock()
  clock.now().setFullYear(1999)
  expect(clock.now().getFullYear()).toBe(2026)
})

test('a date that is none is refused', () => {
  expect(() => testClock('yesterday')).toThrow('not an instant')
})
