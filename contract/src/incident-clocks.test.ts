import { expect, test } from 'vitest'
import { clockWords, icoDueAt, leadOf, showLength, type IncidentClock } from './incident-clocks.ts'

const ico = (awareAt: string, rest: Partial<IncidentClock> = {}): IncidentClock => ({
  clock: 'ico',
  state: 'running',
  startsAt: awareAt,
  dueAt: icoDueAt(awareAt),
  stoppedAt: null,
  ...rest,
})

test('P50 the 72 hours run through a weekend, and say how much is left', () => {
  const clock = ico('2026-11-21T14:02:00.000Z')
  expect(clock.dueAt).toBe('2026-11-24T14:02:00.000Z')
  expect(clockWords(clock, new Date('2026-11-23T07:00:00Z'))).toBe(
    'Tell the ICO by Tue 24-Nov-2026 14:02; 31 hours left',
  )
})

test('P50 over the change to winter time 72 hours stay 72, and end an hour earlier by the clock on the wall', () => {
  // Friday 14:00 in summer time; the clocks go back on Sunday, 25-Oct-2026.
  const clock = ico('2026-10-23T13:00:00.000Z')
  expect(clockWords(clock, new Date('2026-10-23T13:00:00Z'))).toBe(
    'Tell the ICO by Mon 26-Oct-2026 13:00; 72 hours left',
  )
  expect(clockWords(clock, new Date('2026-10-25T00:30:00Z'))).toMatch(/36 hours left$/)
  expect(clockWords(clock, new Date('2026-10-25T01:30:00Z'))).toMatch(/35 hours left$/)
})

test('P50 over the change to summer time they end an hour later by the clock on the wall', () => {
  expect(clockWords(ico('2026-03-27T14:00:00.000Z'), new Date('2026-03-30T13:30:00Z'))).toBe(
    'Tell the ICO by Mon 30-Mar-2026 15:00; 30 minutes left',
  )
})

test('P50 one that is over says since when, and one that was stopped says how late it was', () => {
  const awareAt = '2026-11-21T14:02:00.000Z'
  expect(clockWords(ico(awareAt, { state: 'passed' }), new Date('2026-11-24T17:30:00Z'))).toBe(
    'Tell the ICO now: it was due on Tue 24-Nov-2026 14:02, 3 hours ago. Say why it is late',
  )
  expect(clockWords(ico(awareAt, { state: 'stopped', stoppedAt: '2026-11-24T16:02:00.000Z' }), new Date())).toBe(
    'The ICO was told on Tue 24-Nov-2026 16:02, 74 hours after it was known, 2 hours late',
  )
  expect(clockWords(ico(awareAt, { state: 'stopped', stoppedAt: '2026-11-22T14:02:00.000Z' }), new Date())).toBe(
    'The ICO was told on Sun 22-Nov-2026 14:02, 24 hours after it was known',
  )
})

test('P50 a length of time is never said to be more than it is', () => {
  expect([0, 59_999, 60_000, 3_599_999, 3_600_000, 345_599_999, 345_600_000].map(showLength)).toEqual([
    '0 minutes',
    '0 minutes',
    '1 minute',
    '59 minutes',
    '1 hour',
    '95 hours',
    '4 days',
  ])
  expect(showLength(-5)).toBe('0 minutes')
})

test('P50 a case leads with the clock that runs out first, then with what is open', () => {
  const awareAt = '2026-11-21T14:02:00.000Z'
  const now = new Date('2026-11-22T14:02:00Z')
  const people: IncidentClock = {
    clock: 'individuals',
    state: 'running',
    startsAt: awareAt,
    dueAt: null,
    stoppedAt: null,
  }
  expect(leadOf({ clocks: [people, ico(awareAt)], isOpen: true }, now)).toMatch(/^Tell the ICO by/)
  const stopped = ico(awareAt, { state: 'stopped', stoppedAt: now.toISOString() })
  expect(leadOf({ clocks: [stopped, people], isOpen: true }, now)).toBe(
    'Tell the people concerned without undue delay; 24 hours since it was known',
  )
  expect(leadOf({ clocks: [stopped, { ...people, state: 'waiting' }], isOpen: true }, now)).toMatch(/not decided yet$/)
  expect(leadOf({ clocks: [stopped, { ...people, state: 'not-needed' }], isOpen: true }, now)).toMatch(/close it$/)
  expect(leadOf({ clocks: [stopped], isOpen: false }, now)).toMatch(/^Closed/)
})
