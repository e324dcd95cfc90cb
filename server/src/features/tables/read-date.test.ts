import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showDate } from '@candour/contract/formatting.ts'
import { orderOf, readDate } from './read-date.ts'

const today = '2026-11-22'
const read = (text: string, order: 'dmy' | 'mdy' = 'dmy') => {
  const found = readDate(text, order, today)
  return 'date' in found ? found.date : found.problem
}

test.each([
  ['04/03/1957', '1957-03-04'],
  ['4.3.1957', '1957-03-04'],
  ['04-Mar-1957', '1957-03-04'],
  ['4 March 1957', '1957-03-04'],
  ['Monday, 4th March 1957', '1957-03-04'],
  ['Mar 4, 1957', '1957-03-04'],
  ['1957-03-04', '1957-03-04'],
  ['1957-03-04T00:00:00.000Z', '1957-03-04'],
  ['04/03/1957 00:00:00', '1957-03-04'],
  ['19570304', '1957-03-04'],
  ['20883', '1957-03-04'],
  ['20883.0', '1957-03-04'],
  ['04/03/57', '1957-03-04'],
  ['04/03/09', '2009-03-04'],
])('%s is %s', (text, date) => expect(read(text)).toBe(date))

test.each([
  ['31/02/1990', /does not exist/],
  ['29/02/1900', /does not exist/],
  ['13/13/1990', /does not exist/],
  ['04/03/2030', /still to come/],
  ['04/03/1802', /1875/],
  ['04/03/20', /two centuries/],
  ['about 1950', /not a date/],
  ['1', /not a date/],
  ['', /not a date/],
])('%s is refused with the reason', (text, reason) => expect(read(text)).toMatch(reason))

test('every day comes back from every way to write it', () => {
  const days = fc.date({ min: new Date('1901-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, (day) => {
      const iso = day.toISOString().slice(0, 10)
      const [year, month, date] = iso.split('-') as [string, string, string]
      const serial = (Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000
      for (const text of [iso, `${date}/${month}/${year}`, showDate(iso), String(serial)]) expect(read(text)).toBe(iso)
      expect(read(`${month}/${date}/${year}`, 'mdy')).toBe(iso)
    }),
  )
})

test('a cell tells the order of day and month only where it has to', () => {
  expect([orderOf('25/12/1980'), orderOf('12/25/1980'), orderOf('04/03/1957')]).toEqual(['dmy', 'mdy', 'either'])
  expect([orderOf('04/04/1957'), orderOf('1957-03-04'), orderOf('x'), orderOf('99/99/1957')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
