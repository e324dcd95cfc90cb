/**
 * One reading of a birth date: it fits a date written as the number YYYYMMDD (zeros for what is not known) when
 * `floor(date / divisor) % modulus === value`.
 */
export interface DateAsked {
  what: 'Birth date' | 'Birth month' | 'Birth year'
  divisor: number
  modulus: number
  value: number
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const longMonths = 'january february march april may june july august september october november december'.split(' ')

export const askYear = (year: number): DateAsked => ({
  what: 'Birth year',
  divisor: 10_000,
  modulus: 10_000,
  value: year,
})
export const askShortYear = (year: number): DateAsked => ({
  what: 'Birth year',
  divisor: 10_000,
  modulus: 100,
  value: year,
})

const isYear = (year: number) => year >= 1875 && year <= 2100

/** The number of a month that is named or written in digits; null when it is none. */
function monthOf(text: string): number | null {
  const word = text.toLowerCase()
  const named = /^\d/.test(word) ? Number(word) : Math.max(months.indexOf(word), longMonths.indexOf(word)) + 1
  const number = named === 0 && word === 'sept' ? 9 : named
  return number >= 1 && number <= 12 ? number : null
}

function askDay(year: string, month: number | null, day: number): DateAsked | null {
  if (month === null || !(day >= 1 && day <= 31)) return null
  const what = 'Birth date'
  const value = Number(year) * 10_000 + month * 100 + day
  if (year.length === 4 && isYear(Number(year))) return { what, divisor: 1, modulus: 100_000_000, value }
  return year.length === 2 ? { what, divisor: 1, modulus: 1_000_000, value } : null
}

/** `12-Mar-1980`, `12/3/80`, `1980-03-12`; a month and day that can only be the other way round are read so. */
function readThree(first: string, middle: string, last: string): DateAsked | null {
  if (first.length === 4) return askDay(first, monthOf(middle), Number(last))
  if (!/^\d/.test(first)) return askDay(last, monthOf(first), Number(middle))
  return (
    askDay(last, monthOf(middle), Number(first)) ??
    askDay(last, monthOf(first), Number(middle)) ??
    (first.length === 2 ? askDay(first, monthOf(middle), Number(last)) : null)
  )
}

/** Digits without anything between: `120380`, `12031980`, `19800312`, `1980`. */
export function readRun(digits: string): DateAsked[] {
  const part = (from: number, to?: number) => digits.slice(from, to)
  if (digits.length === 4) return isYear(Number(digits)) ? [askYear(Number(digits))] : []
  const day = askDay(part(4), monthOf(part(2, 4)), Number(part(0, 2)))
  if (digits.length === 6) return day === null ? [] : [day]
  if (digits.length !== 8) return []
  return [day, askDay(part(0, 4), monthOf(part(4, 6)), Number(part(6)))].filter((one) => one !== null)
}

const word = `(?:${months.join('|')})[a-z]{0,6}`
const three = new RegExp(
  `(?<![\\w-])(\\d{1,4}|${word})(?:st|nd|rd|th)?([-/., ]+)(\\d{1,2}|${word})(?:st|nd|rd|th)?[-/., ]+(\\d{1,4})(?![\\w/-])`,
  'gi',
)
const two = new RegExp(`(?<![\\w-/])(?:(${word})[-/. ]+|(0?[1-9]|1[0-2])/)(\\d{4})(?![\\w-/])`, 'gi')

/** Takes the dates out of what was typed. Groups of digits with spaces between are a date only where no other digits are. */
export function takeDates(text: string): { dates: DateAsked[]; rest: string } {
  const dates: DateAsked[] = []
  const take = (found: DateAsked | null, whole: string) => {
    if (found === null) return whole
    dates.push(found)
    return ' '
  }
  let rest = text.replace(three, (whole, first: string, between: string, middle: string, last: string) => {
    const digitsAlone = !/[a-z]/i.test(first + middle)
    const others = text.replace(whole, '').replace(/\D/g, '')
    if (digitsAlone && between.trim() === '' && others !== '') return whole
    return take(readThree(first, middle, last), whole)
  })
  rest = rest.replace(two, (whole, named: string | undefined, numbered: string | undefined, year: string) => {
    const month = monthOf(named ?? numbered!)
    if (month === null || !isYear(Number(year))) return whole
    const value = Number(year) * 100 + month
    return take({ what: 'Birth month', divisor: 100, modulus: 1_000_000, value }, whole)
  })
  return { dates, rest }
}
