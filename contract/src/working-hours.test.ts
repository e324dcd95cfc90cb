import { expect, test } from 'vitest'
import { isWithinHours, weekdays, workingHours, type WorkingHours } from './working-hours.ts'

const days = weekdays.slice(0, 5)
const at = (hours: WorkingHours, instant: string) => isWithinHours(hours, new Date(instant))

test('a day’s work is from its beginning to just before its end, on its days', () => {
  const hours = { days, from: '08:30', to: '18:00' }
  // Monday 23-Nov-2026, in winter: London is UTC.
  expect(at(hours, '2026-11-23T08:29:59Z')).toBe(false)
  expect(at(hours, '2026-11-23T08:30:00Z')).toBe(true)
  expect(at(hours, '2026-11-23T17:59:59Z')).toBe(true)
  expect(at(hours, '2026-11-23T18:00:00Z')).toBe(false)
  expect(at(hours, '2026-11-22T12:00:00Z'), 'a Sunday').toBe(false)
})

test('in summer the clock on the wall counts', () => {
  const hours = { days, from: '08:30', to: '18:00' }
  expect(at(hours, '2026-07-06T07:30:00Z')).toBe(true)
  expect(at(hours, '2026-07-06T17:00:00Z')).toBe(false)
})

test('a night belongs to the day on which it begins', () => {
  const hours: WorkingHours = { days: ['Friday'], from: '22:00', to: '06:00' }
  expect(at(hours, '2026-11-27T22:00:00Z')).toBe(true)
  expect(at(hours, '2026-11-28T05:59:00Z')).toBe(true)
  expect(at(hours, '2026-11-28T06:00:00Z')).toBe(false)
  expect(at(hours, '2026-11-28T22:00:00Z')).toBe(false)
  expect(at({ days: ['Friday'], from: '08:00', to: '08:00' }, '2026-11-28T07:59:00Z'), 'all round the clock').toBe(true)
})

test('what is no time, and no day at all, is refused', () => {
  for (const wrong of [{ from: '8:30' }, { to: '24:00' }, { days: [] }, { days: ['Someday'] }])
    expect(workingHours.safeParse({ days, from: '08:30', to: '18:00', ...wrong }).success).toBe(false)
})
