import { describe, expect, it } from 'vitest'
import { readBirthDate } from './birth-date.ts'

const today = new Date('2026-11-21T12:00:00Z')
const read = (typed: string) => readBirthDate(typed, today)

describe('a birth date as people type it', () => {
  it.each([
    '04-03-1957',
    '4/3/1957',
    '4.3.57',
    '4 Mar 1957',
    '4th March 1957',
    '04-Mar-1957',
    '1957-03-04',
    '04031957',
    ' 4 mar 57 ',
  ])('understands %s', (typed) => {
    expect(read(typed)).toEqual({ date: '1957-03-04' })
  })

  it('takes two digits for the latest year that has come', () => {
    expect(read('1-1-26')).toEqual({ date: '2026-01-01' })
    expect(read('1-1-27')).toEqual({ date: '1927-01-01' })
  })

  it('knows leap years', () => {
    expect(read('29-02-2024')).toEqual({ date: '2024-02-29' })
    expect(read('29-02-2023')).toEqual({ problem: 'This date does not exist: the month has no day 29.' })
  })

  it('says what is wrong', () => {
    expect(read('3-17-1957')).toEqual({ problem: 'There is no month 17. The day comes first, then the month.' })
    expect(read('22-11-2026')).toEqual({ problem: 'This date is still to come.' })
    expect(read('1-1-1874')).toEqual({ problem: 'Nobody alive was born before 1875.' })
    expect(read('March')).toEqual({ problem: 'Write day, month and year, for example 04-Mar-1957.' })
    expect(read('0-1-1957')).toEqual({ problem: 'This date does not exist: the month has no day 0.' })
  })
})
