import { expect, test } from 'vitest'
import { fromLondon, toLondon } from './london-time.ts'

test('P50 a London time that is typed is the right instant in winter and in summer', () => {
  expect(fromLondon('2026-11-22T14:02')).toBe('2026-11-22T14:02:00.000Z')
  expect(fromLondon('2026-07-22T14:02')).toBe('2026-07-22T13:02:00.000Z')
  expect(toLondon('2026-07-22T13:02:59Z')).toBe('2026-07-22T14:02')
})

test('P50 of the hour that comes twice the first is taken, and the hour that is left out is none', () => {
  expect(fromLondon('2026-10-25T01:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(fromLondon('2026-10-25T02:00')).toBe('2026-10-25T02:00:00.000Z')
  expect(fromLondon('2026-03-29T01:30')).toBeNull()
  expect([fromLondon(''), fromLondon('2026-13-01T00:00'), fromLondon('tomorrow')]).toEqual([null, null, null])
})

test('P50 every hour of a year comes back as it was typed', () => {
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000) {
    const local = toLondon(new Date(at))
    const back = fromLondon(local)!
    expect(toLondon(back)).toBe(local)
    expect([0, 3_600_000]).toContain(at - Date.parse(back))
  }
})
