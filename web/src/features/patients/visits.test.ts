import { expect, it } from 'vitest'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { dayOf } from './day-of.ts'
import { byYear, tellOnce, whatComes } from './visits.ts'

const item = (id: string, at: string, more: Partial<TimelineItem> = {}): TimelineItem => ({
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
  encounter: '',
  ...more,
})
const encounter = (id: string, at: string) => item(id, at, { kind: 'encounter', type: 'Encounter' })
const appointment = (id: string, at: string, more: Partial<TimelineItem> = {}) =>
  item(id, at, { kind: 'encounter', type: 'Appointment', ...more })
const result = (id: string, at: string, within: string) =>
  item(id, at, { kind: 'result', type: 'Observation', encounter: within })
const told = (items: TimelineItem[]) =>
  tellOnce(items, dayOf).map(({ lead, parts }) => [lead.id, parts.map(({ id }) => id).join('')])

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

it('tells a visit once: the note leads, what was found stands inside, encounter and appointment last', () => {
  expect(
    told([
      item('n', '2026-05-12T09:15:00Z', { encounter: 'e' }),
      result('r', '2026-05-12T09:10:00Z', 'e'),
      appointment('a', '2026-05-12T09:00:00.000Z'),
      encounter('e', '2026-05-12T10:00:00+01:00'),
      item('x', '2026-05-11T09:00:00Z'),
    ]),
  ).toEqual([
    ['n', 'rea'],
    ['x', ''],
  ])
})

it('lets the encounter lead where nobody wrote a note', () => {
  expect(told([result('r', '2026-05-12T09:10:00Z', 'e'), encounter('e', '2026-05-12T09:00:00Z')])).toEqual([['e', 'r']])
})

it('leaves what happened on another day of a stay, what is entered in error, and another appointment, where they are', () => {
  expect(
    told([
      result('r', '2026-05-14T09:10:00Z', 'e'),
      { ...result('w', '2026-05-12T09:10:00Z', 'e'), standing: 'in-error' },
      appointment('a', '2026-05-12T09:05:00Z'),
      encounter('e', '2026-05-12T09:00:00Z'),
      result('o', '2026-05-12T08:00:00Z', 'elsewhere'),
    ]).map(([lead]) => lead),
  ).toEqual(['r', 'w', 'a', 'e', 'o'])
})

it('says what is to come apart, the soonest first', () => {
  const now = new Date('2026-05-12T09:00:00Z')
  const items = [
    item('d', '2027'),
    appointment('c', '2026-06-01'),
    appointment('b', '2026-05-12T09:01:00Z'),
    item('a', '2026-05-12'),
    item('z', ''),
  ]
  const { coming, happened } = whatComes(items, now, '2026-05-12')
  expect(coming.map(({ id }) => id)).toEqual(['b', 'c', 'd'])
  expect(happened.map(({ id }) => id)).toEqual(['a', 'z'])
})
