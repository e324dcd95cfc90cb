import type { DateOrder } from '@candour/contract/tables.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = String.raw`(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?)?`
const iso = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${time}$`, 'i')
const compact = /^((?:18|19|20)\d{2})(\d{2})(\d{2})(?:\d{4,6})?$/
const numeric = new RegExp(`^(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})${time}$`, 'i')
const named = new RegExp(
  `^(?:[a-z]+,? )?(\\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\\d{4}|\\d{2})${time}$`,
  'i',
)
const monthFirst = new RegExp(`^([a-z]{3,9})[-/. ]*(\\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\\d{4})${time}$`, 'i')
/** Days since 30-Dec-1899, as Excel counts from March 1900 on. */
const serial = /^(\d{2,5})(?:[.,]\d+)?$/

export type ReadDate = { date: string } | { problem: string }

/** A date of the past as people and systems write it, as YYYY-MM-DD; day or month first is settled for the whole column. */
export function readDate(text: string, order: DateOrder, today: string): ReadDate {
  const found = partsOf(text.trim(), order)
  if (found === null) return { problem: 'This is not a date that Candour can read.' }
  const year = found.year.length === 2 ? wholeYear(found.year, Number(today.slice(0, 4))) : Number(found.year)
  if (year === null) return { problem: 'The year has two digits and can mean two centuries. Write it with four.' }
  const date = `${String(year).padStart(4, '0')}-${two(found.month)}-${two(found.day)}`
  const real = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date)
    return { problem: 'This day does not exist.' }
  if (date > today) return { problem: 'This date is still to come.' }
  if (date < '1875-01-01') return { problem: 'Nobody alive was born before 1875.' }
  return { date }
}

function partsOf(text: string, order: DateOrder): { year: string; month: number; day: number } | null {
  let match = iso.exec(text) ?? compact.exec(text)
  if (match !== null) return { year: match[1]!, month: Number(match[2]), day: Number(match[3]) }
  match = numeric.exec(text)
  if (match !== null) {
    const [first, second] = [Number(match[1]), Number(match[2])]
    const [day, month] = order === 'dmy' ? [first, second] : [second, first]
    return { year: match[3]!, month, day }
  }
  match = named.exec(text)
  if (match !== null) return withName(match[3]!, match[2]!, match[1]!)
  match = monthFirst.exec(text)
  if (match !== null) return withName(match[3]!, match[1]!, match[2]!)
  match = serial.exec(text)
  if (match === null || Number(match[1]) < 61) return null
  const real = new Date(Date.UTC(1899, 11, 30 + Number(match[1])))
  return { year: String(real.getUTCFullYear()), month: real.getUTCMonth() + 1, day: real.getUTCDate() }
}

function withName(year: string, name: string, day: string) {
  const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return month === 0 ? null : { year, month, day: Number(day) }
}

/** Null when a living person can have been born in either century. */
function wholeYear(digits: string, now: number): number | null {
  const late = Math.floor(now / 100) * 100 + Number(digits)
  if (late > now) return late - 100
  return now - (late - 100) >= 110 ? late : null
}

const two = (number: number) => String(number).padStart(2, '0')

/** What a cell says about the order of day and month in its column; null when it says nothing. */
export function orderOf(text: string): DateOrder | 'either' | null {
  const match = numeric.exec(text.trim())
  if (match === null) return null
  const [first, second] = [Number(match[1]), Number(match[2])]
  if (first > 12 && first <= 31 && second <= 12) return 'dmy'
  if (second > 12 && second <= 31 && first <= 12) return 'mdy'
  return first === second || first > 31 || second > 31 ? null : 'either'
}
