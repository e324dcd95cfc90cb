import { expect, it } from 'vitest'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { dayOf } from './day-of.ts'
import { byYear } from './timeline.ts'

const item = (id: string, at: string): TimelineItem => ({
  kind: 'note',
  type: 'Composition',
  id,
  version: 1,
  title: 'Examination',
  at,
  author: 'Imogen Thrale',
  preview: '',
  standing: 'none',
  state: '',
  value: '',
  code: '',
  measured: [],
})

it('puts items under the London year in which they happened', () => {
  const items = [
    item('a', '2026-05-12T09:00:00Z'),
    item('b', '2025-12-31T23:30:00Z'),
    item('c', '2025-06-30T23:30:00Z'),
    item('d', '2024'),
    item('e', ''),
  ]
  expect(byYear(items, dayOf).map(({ year, items: in_ }) => [year, in_.map(({ id }) => id).join('')])).toEqual([
    ['2026', 'a'],
    ['2025', 'bc'],
    ['2024', 'd'],
    ['No date', 'e'],
  ])
})

it('counts the last half hour of a London summer year as what it is', () => {
  expect(dayOf('2025-06-30T23:30:00Z')).toBe('01-Jul-2025')
  expect(dayOf('2025-12-31T23:30:00Z')).toBe('31-Dec-2025')
  expect(dayOf('1987-11-19')).toBe('19-Nov-1987')
})
