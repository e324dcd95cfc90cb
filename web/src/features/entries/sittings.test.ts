import { expect, it } from 'vitest'
import { sittingsOf } from './sittings.ts'

const act = (who: string, time: string) => ({ who, at: `2026-11-22T${time}:00Z` })
const told = (acts: { who: string; at: string }[], keyOf: (act: { who: string }) => string | null) =>
  sittingsOf(acts, keyOf).map(({ acts: inside, from, to }) => [
    inside.map(({ who }) => who).join(''),
    from.slice(11, 16),
    to.slice(11, 16),
  ])

it('tells what one person did about one thing as one sitting, whoever else was at work meanwhile', () => {
  const acts = [act('a', '09:10'), act('b', '09:08'), act('a', '09:05'), act('a', '08:55')]
  expect(told(acts, ({ who }) => who)).toEqual([
    ['aaa', '08:55', '09:10'],
    ['b', '09:08', '09:08'],
  ])
})

it('begins another one after a pause of more than a quarter of an hour', () => {
  const acts = [act('a', '09:31'), act('a', '09:15'), act('a', '09:00')]
  expect(told(acts, ({ who }) => who)).toEqual([
    ['a', '09:31', '09:31'],
    ['aa', '09:00', '09:15'],
  ])
})

it('lets stand alone what belongs to nothing', () => {
  expect(told([act('a', '09:01'), act('a', '09:00')], () => null)).toHaveLength(2)
})
