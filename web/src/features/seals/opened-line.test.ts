import { expect, it } from 'vitest'
import { openedWords, openersOf, placesOf } from './opened-line.ts'

const opening = (name: string, at: string) => ({
  at,
  what: 'Opened',
  itself: false,
  person: { member: null, name, role: '' },
})
const openings = [
  opening('Imogen', '2026-11-19T14:00:00Z'),
  opening('Nkem', '2026-11-19T13:30:00Z'),
  opening('Imogen', '2026-11-19T13:00:00Z'),
]

it('names each person once, with every time', () => {
  expect(openersOf(openings).map(({ name, at }) => [name, at.length])).toEqual([
    ['Imogen', 2],
    ['Nkem', 1],
  ])
})

it('places openings between the first and the last', () => {
  expect(placesOf(openings).map(({ place }) => place)).toEqual([1, 0.5, 0])
  expect(placesOf(openings.slice(0, 1)).map(({ place }) => place)).toEqual([1])
})

it('says what was opened in one sitting, the record itself only where it was all', () => {
  const what = (...words: string[]) =>
    words.map((each) => ({ ...opening('Imogen', '2026-11-19T14:00:00Z'), what: each }))
  expect(openedWords(what('Opened the timeline', 'Opened the record'))).toBe('Opened the record')
  expect(openedWords(what('Opened a note', 'Opened a note', 'Opened a file', 'Opened the timeline'))).toBe(
    'Opened a file; opened a note, 2 times',
  )
})
