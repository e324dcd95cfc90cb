import { expect, test } from 'vitest'
import { readings, readQuery } from './read-query.ts'

const day = (value: number) => [{ what: 'Birth date', divisor: 1, modulus: 100_000_000, value }]
const shortDay = (value: number) => [{ what: 'Birth date', divisor: 1, modulus: 1_000_000, value }]

test('a birth date is read in any order and spelling', () => {
  const spellings =
    '04-03-1957 4/3/1957 4.3.1957 1957-03-04 1957/3/4 04-Mar-1957 4-march-1957 4.March.1957 March-4-1957'.split(' ')
  for (const text of [...spellings, '4 March 1957', '4th March 1957', 'March 4, 1957', '04 03 1957'])
    expect([text, readQuery(text)?.dates]).toEqual([text, day(19570304)])
  for (const text of ['4/3/57', '04-Mar-57', '4 mar 57'])
    expect([text, readQuery(text)?.dates]).toEqual([text, shortDay(570304)])
  // Only the other way round is it a date.
  expect(readQuery('03/25/1957')?.dates).toEqual(day(19570325))
  expect(readQuery('Mar 1957')?.dates).toEqual([
    { what: 'Birth month', divisor: 100, modulus: 1_000_000, value: 195703 },
  ])
  for (const text of ['45/3/1957', '14/13/57', '4 Marten 1957'])
    expect([text, readQuery(text)?.dates]).toEqual([text, []])
})

test('words, numbers, postcodes and emails are told apart', () => {
  expect(readQuery('O’Brien-Łukasz (Marg) 57')).toMatchObject({
    words: [{ word: 'obrien' }, { word: 'lukasz' }, { word: 'marg' }],
    digits: ['57'],
    dates: [],
  })
  expect(readQuery('smith bs1 1aa')).toMatchObject({ words: [{ word: 'smith' }], postcodes: ['BS11AA'] })
  expect(readQuery('Marg@Example.org 04-Mar-1957')).toMatchObject({
    words: [],
    emails: ['marg@example.org'],
    dates: day(19570304),
  })
  expect(readQuery('+44 (0)117 496')?.digits).toEqual(['0117', '496'])
  expect(readQuery('ashdowne 999-000 0018')).toMatchObject({
    words: [{ word: 'ashdowne' }],
    digits: ['999000', '0018'],
  })
  for (const text of ['', '  ', '-- ()', '’']) expect([text, readQuery(text)]).toEqual([text, null])
})

test('groups of digits are one number first, then each its own', () => {
  const query = readQuery('999 000 0018')!
  expect(readings(query).map((one) => one.digits)).toEqual([['9990000018'], ['999', '000', '0018']])
})
