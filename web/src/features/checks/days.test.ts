import type { Check } from '@candour/contract/checks.ts'
import { expect, test } from 'vitest'
import { daysOf, wordsOf } from './days.ts'

const at = '2026-11-22T14:00:00.000Z'
const ago = (days: number) => new Date(Date.parse(at) - days * 86_400_000).toISOString()
const check = (
  history: [number, 'well' | 'failing'][],
  state: Check['state'] = history[0]?.[1] ?? 'failing',
): Check => ({
  name: 'one',
  title: 'One',
  of: 'practice',
  what: '',
  lastRunAt: at,
  everySeconds: 60,
  since: history[0] === undefined ? null : ago(history[0][0]),
  state,
  history: history.map(([days, one]) => ({ at: ago(days), state: one, what: '' })),
})

test('a check that always was well is well on each day that it is known', () => {
  expect(daysOf(check([[40, 'well']]), at)).toEqual(Array.from({ length: 30 }, () => 'well'))
  const young = daysOf(check([[2.5, 'well']]), at)
  expect(young.filter((one) => one === 'none')).toHaveLength(27)
  expect(wordsOf(young)).toBe('Well throughout the last 3 days')
})

test('a day on which it failed for a moment counts as failing', () => {
  const days = daysOf(
    check([
      [4.4, 'well'],
      [4.5, 'failing'],
      [40, 'well'],
    ]),
    at,
  )
  expect(days.indexOf('failing')).toBe(25)
  expect(wordsOf(days)).toBe('Failing on 1 of the last 30 days')
})

test('one that has not run in time fails since then, whatever its history says; one that never ran is unknown', () => {
  const stale = { ...check([[40, 'well']]), state: 'failing' as const, since: ago(0.1) }
  expect(daysOf(stale, at).slice(-2)).toEqual(['well', 'failing'])
  expect(wordsOf(daysOf(check([]), at))).toBe('It has not run yet')
})
