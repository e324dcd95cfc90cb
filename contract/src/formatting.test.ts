import { expect, test } from 'vitest'
import { showAge, showDate, showDayAndTime, showName, showSize, showTimeToSecond } from './formatting.ts'

test('dates are dd-Mmm-yyyy, and what FHIR leaves out is left out', () => {
  expect(['1957-03-04', '1957-03', '1957', ''].map(showDate)).toEqual(['04-Mar-1957', 'Mar-1957', '1957', ''])
})

test('times are of London, 24 hours, across both changes of the clocks', () => {
  expect(showDayAndTime('2026-03-29T00:59:59Z')).toBe('29-Mar-2026 00:59')
  expect(showDayAndTime('2026-03-29T01:00:00Z')).toBe('29-Mar-2026 02:00')
  expect(showDayAndTime('2026-10-25T00:59:00Z')).toBe('25-Oct-2026 01:59')
  expect(showDayAndTime('2026-10-25T01:00:00Z')).toBe('25-Oct-2026 01:00')
  expect(showTimeToSecond('2026-06-30T23:00:05Z')).toBe('00:00:05')
})

test('ages are in days, weeks, months or years, as the banner has them', () => {
  const on = new Date('2026-11-21T12:00:00Z')
  const cases = {
    '2026-11-21': '0d',
    '2026-10-25': '27d',
    '2026-10-24': '4w',
    '2025-11-22': '52w',
    '2025-11-21': '12m',
    '2024-11-22': '23m',
    '2024-11-21': '2y',
    '1957-03-04': '69y',
    '1957-11-22': '68y',
    '1957': 'about 69y',
  }
  for (const [born, age] of Object.entries(cases)) expect([born, showAge(born, on)]).toEqual([born, age])
})

test('names are SURNAME, Given (Title)', () => {
  expect(showName({ family: 'Ashdowne', given: 'Margery', title: 'Mrs' })).toBe('ASHDOWNE, Margery (Mrs)')
  expect(showName({ family: 'd’Arcy-Straße', given: '', title: '' })).toBe('D’ARCY-STRASSE')
  expect(showName({ family: '', given: 'Kit', title: '' })).toBe('NAME NOT RECORDED, Kit')
})

test('sizes read well at the edges of their units', () => {
  expect([0, 999, 1000, 999_499, 1_400_000, 12_000_000, 2_147_483_648].map(showSize)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '999 kB',
    '1.4 MB',
    '12 MB',
    '2.1 GB',
  ])
})
