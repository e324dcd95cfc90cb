import { expect, test } from 'vitest'
import { hourOf } from './session-clock.ts'

const minute = 60_000
const times = { countedAt: 0, idleMinutes: 15, endsAt: 12 * 60 * minute }

test('P20 a minute before the idle end it is said, then it is over; half a minute earlier than at the server', () => {
  expect(hourOf(times, 13 * minute)).toEqual({ state: 'open' })
  expect(hourOf(times, 13.5 * minute)).toEqual({ state: 'warned', why: 'idle', left: minute })
  expect(hourOf(times, 14.5 * minute)).toEqual({ state: 'over', why: 'idle', left: 0 })
  expect(hourOf(times, 600 * minute)).toEqual({ state: 'over', why: 'idle', left: 0 })
})

test('P20 the end of the hours comes whoever uses it, and is said as such', () => {
  const late = { ...times, countedAt: times.endsAt - minute }
  expect(hourOf(late, times.endsAt - 30_000)).toEqual({ state: 'warned', why: 'over', left: 30_000 })
  expect(hourOf(late, times.endsAt)).toEqual({ state: 'over', why: 'over', left: 0 })
})
