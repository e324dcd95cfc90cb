import { expect, test } from 'vitest'
import { numberScale, placeOn, timeScale } from './chart-scale.ts'

test.each([
  [[68, 74, 71], { from: 68, to: 74, ticks: [68, 70, 72, 74] }],
  [[0.1, 0.32], { from: 0.1, to: 0.35, ticks: [0.1, 0.2, 0.3] }],
  [[120, 80], { from: 80, to: 120, ticks: [80, 90, 100, 110, 120] }],
])('%j is shown between round numbers', (values, scale) => {
  const shown = numberScale(values)
  expect(shown.from).toBeLessThanOrEqual(scale.from)
  expect(shown.to).toBeGreaterThanOrEqual(Math.max(...values))
  expect(shown.ticks.length).toBeGreaterThanOrEqual(3)
  expect(shown.ticks.length).toBeLessThanOrEqual(7)
  for (const tick of shown.ticks) expect(String(tick).length).toBeLessThan(6)
})

test('one value, or the same again and again, stands in the middle', () => {
  for (const value of [5, 0, -3]) {
    const scale = numberScale([value, value])
    expect(placeOn(scale, value, 100)).toBeCloseTo(50)
  }
  expect(placeOn(timeScale([7]), 7, 100)).toBe(50)
})

test('moments are spread from the first to the last', () => {
  expect(timeScale([0, 400, 100]).ticks).toEqual([0, 100, 200, 300, 400])
})
