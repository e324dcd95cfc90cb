import { expect, it } from 'vitest'
import { gathered, hoursOf, placeIn, usualParts } from './day-line.ts'

const line = { from: '2026-01-07T00:00:00.000Z', to: '2026-01-08T00:00:00.000Z' }
const point = (at: string, marked = false) => ({ at: `2026-01-07T${at}:00.000Z`, kind: 'opened' as const, marked })

it('places a moment between the two ends', () => {
  expect(placeIn(line, '2026-01-07T12:00:00.000Z')).toBe(0.5)
})

it('names every third hour, and midnight by its day', () => {
  expect(hoursOf(line).map(({ label }) => label)).toEqual(['Wed', '03', '06', '09', '12', '15', '18', '21', 'Thu'])
})

it('shows the usual hours of weekdays as one part of the line, and none at the weekend', () => {
  expect(usualParts({ ...line, usual: { from: 9, to: 18 } })).toEqual([[9 / 24, 18 / 24]])
  const saturday = { from: '2026-01-10T00:00:00.000Z', to: '2026-01-11T00:00:00.000Z' }
  expect(usualParts({ ...saturday, usual: { from: 9, to: 18 } })).toEqual([])
})

it('gathers what would lie on each other, and keeps what is marked apart', () => {
  const points = [point('10:00'), point('10:02'), point('10:03', true), point('10:30')]
  expect(gathered({ ...line, points }).map(({ count, marked }) => [count, marked])).toEqual([
    [2, false],
    [1, true],
    [1, false],
  ])
})
