import { expect, test } from 'vitest'
import type { MeasuredPart, TimelineItem } from '@candour/contract/timeline.ts'
import { courseOf } from './course.ts'

const part = (value: number, unit = 'kg', label = 'Weight'): MeasuredPart => ({ label, value, unit, low: 60, high: 80 })
const item = (id: string, at: string, measured: MeasuredPart[], more: Partial<TimelineItem> = {}): TimelineItem => ({
  kind: 'result',
  type: 'Observation',
  id,
  version: 1,
  title: 'Weight',
  at,
  author: '',
  preview: '',
  standing: 'none',
  state: '',
  value: '',
  code: 'weight',
  measured,
  encounter: '',
  ...more,
})

test('a course runs from the oldest to the newest, with the limits that the newest names', () => {
  const course = courseOf([item('b', '2025-01-01', [part(71)]), item('a', '2024-01-01', [part(70)])])
  expect(course?.lines[0]?.points.map(({ value }) => value)).toEqual([70, 71])
  expect([course?.unit, course?.low, course?.high, course?.left]).toEqual(['kg', 60, 80, 0])
})

test('what is in another unit, has no date or was an error is counted, never drawn', () => {
  const course = courseOf([
    item('d', '2026-01-01', [part(70)]),
    item('c', '2025-01-01', [part(11, 'stone')]),
    item('b', '', [part(72)]),
    item('a', '2024-01-01', [part(700)], { standing: 'in-error' }),
  ])
  expect(course?.lines[0]?.points.map(({ item: { id } }) => id)).toEqual(['d'])
  expect(course?.left).toBe(3)
})

test('a blood pressure is two lines', () => {
  const course = courseOf([item('a', '2024', [part(120, 'mmHg', 'Systolic'), part(80, 'mmHg', 'Diastolic')])])
  expect(course?.lines.map(({ label, points }) => [label, points[0]?.value])).toEqual([
    ['Systolic', 120],
    ['Diastolic', 80],
  ])
})

test('without numbers there is no course', () => {
  expect(courseOf([item('a', '2024', [])])).toBeNull()
})
