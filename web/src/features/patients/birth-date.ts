/**
 * Birth dates as people type them: 04-03-1957, 4/3/57, 4 Mar 1957, 4th March 1957, 1957-03-04, 04031957.
 * Day first, as in the United Kingdom. Answers with YYYY-MM-DD, or says in words what is wrong.
 */
export type ReadDate = { date: string } | { problem: string }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const pad = (value: number, places: number) => String(value).padStart(places, '0')

function monthOf(word: string): number | null {
  if (/^\d{1,2}$/.test(word)) return Number(word)
  const place = months.findIndex((month) => word.length >= 3 && word.toLowerCase().startsWith(month))
  return place === -1 ? null : place + 1
}

/** Two digits mean the latest such year that is not to come. */
function yearOf(digits: string, today: Date): number | null {
  if (/^\d{4}$/.test(digits)) return Number(digits)
  if (!/^\d{2}$/.test(digits)) return null
  const century = Math.floor(today.getFullYear() / 100) * 100
  const year = century + Number(digits)
  return year > today.getFullYear() ? year - 100 : year
}

function partsOf(typed: string): [day: string, month: string, year: string] | null {
  const text = typed.trim().replace(/(\d)(st|nd|rd|th)\b/gi, '$1')
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (iso !== null) return [iso[3] ?? '', iso[2] ?? '', iso[1] ?? '']
  const run = /^(\d{2})(\d{2})(\d{4})$/.exec(text)
  if (run !== null) return [run[1] ?? '', run[2] ?? '', run[3] ?? '']
  const parts = text.split(/[\s\-/.,]+/)
  const [day, month, year] = parts
  return parts.length === 3 && day && month && year ? [day, month, year] : null
}

export function readBirthDate(typed: string, today: Date): ReadDate {
  const parts = partsOf(typed)
  if (parts === null) return { problem: 'Write day, month and year, for example 04-Mar-1957.' }
  const month = monthOf(parts[1])
  const year = yearOf(parts[2], today)
  const day = /^\d{1,2}$/.test(parts[0]) ? Number(parts[0]) : null
  if (month === null || day === null || year === null)
    return { problem: 'Write day, month and year, for example 04-Mar-1957.' }
  if (month < 1 || month > 12) return { problem: `There is no month ${month}. The day comes first, then the month.` }
  const made = new Date(Date.UTC(year, month - 1, day))
  if (made.getUTCMonth() !== month - 1 || day === 0)
    return { problem: `This date does not exist: the month has no day ${day}.` }
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  if (year < 1875) return { problem: 'Nobody alive was born before 1875.' }
  if (date > today.toISOString().slice(0, 10)) return { problem: 'This date is still to come.' }
  return { date }
}
