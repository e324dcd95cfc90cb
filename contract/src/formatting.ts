/** How Candour shows dates, times and names: en-GB, Europe/London, NHS Common User Interface. The only place for it. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function partsOf(instant: string | Date) {
  const parts: Record<string, string> = {}
  for (const part of london.formatToParts(new Date(instant))) parts[part.type] = part.value
  return parts as { year: string; month: string; day: string; hour: string; minute: string; second: string }
}

/** FHIR date (YYYY, YYYY-MM, YYYY-MM-DD) as `04-Mar-1957`, `Mar-1957` or `1957`. */
export function showDate(date: string): string {
  const [year, month, day] = date.slice(0, 10).split('-')
  if (month === undefined) return year ?? ''
  const name = months[Number(month) - 1] ?? month
  return day === undefined ? `${name}-${year}` : `${day}-${name}-${year}`
}

/** An instant's London day for programs, `2026-11-19`. */
export function londonDay(instant: string | Date): string {
  const { year, month, day } = partsOf(instant)
  return `${year}-${month}-${day}`
}

/** An instant's London day, `19-Nov-2026`. */
export function showDay(instant: string | Date): string {
  const { year, month, day } = partsOf(instant)
  return showDate(`${year}-${month}-${day}`)
}

/** London time, `14:02`. */
export function showTime(instant: string | Date): string {
  const { hour, minute } = partsOf(instant)
  return `${hour}:${minute}`
}

/** London time to the second, `14:02:11`. */
export function showTimeToSecond(instant: string | Date): string {
  return `${showTime(instant)}:${partsOf(instant).second}`
}

/** `19-Nov-2026 14:02`. */
export function showDayAndTime(instant: string | Date): string {
  return `${showDay(instant)} ${showTime(instant)}`
}

/** Age on a day as the banner shows it: days under 4 weeks, weeks under 1 year, months under 2 years, then years. */
export function showAge(birthDate: string, on: Date): string {
  const { year, month, day } = partsOf(on)
  const [birthYear = 0, birthMonth, birthDay] = birthDate.slice(0, 10).split('-').map(Number)
  if (birthMonth === undefined || birthDay === undefined)
    return birthYear === 0 ? '' : `about ${Number(year) - birthYear}y`
  let wholeMonths = (Number(year) - birthYear) * 12 + Number(month) - birthMonth
  if (Number(day) < birthDay) wholeMonths -= 1
  const days = Math.floor(
    (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(birthYear, birthMonth - 1, birthDay)) /
      86_400_000,
  )
  if (days < 28) return `${days}d`
  if (wholeMonths < 12) return `${Math.floor(days / 7)}w`
  if (wholeMonths < 24) return `${wholeMonths}m`
  return `${Math.floor(wholeMonths / 12)}y`
}

/** SURNAME, Given (Title). */
export function showName(name: { family: string; given: string; title: string }): string {
  const family = name.family === '' ? 'NAME NOT RECORDED' : name.family.toLocaleUpperCase('en-GB')
  // Titles from elsewhere come as `Mrs.`; British ones stand without the point
  const title = name.title.replace(/\.(?=\s|$)/g, '').trim()
  return `${family}${name.given === '' ? '' : `, ${name.given}`}${title === '' ? '' : ` (${title})`}`
}

/** Sizes for people: `1.4 MB`, decimal units. */
export function showSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = -1
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

const weekdays = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long' })

/** London weekday, `Thursday`. */
export function showWeekday(instant: string | Date): string {
  return weekdays.format(new Date(instant))
}

/** Near instants in words: `Today 12:52`, `Yesterday 17:40`, `17-Nov 16:05`, `17-Nov-2025`. */
export function showWhen(instant: string | Date, now: Date): string {
  const day = showDay(instant)
  if (day === showDay(now)) return `Today ${showTime(instant)}`
  const noonToday = partsOf(now)
  const yesterday = new Date(Date.UTC(Number(noonToday.year), Number(noonToday.month) - 1, Number(noonToday.day), 12))
  yesterday.setUTCDate(yesterday.getUTCDate() - 1)
  if (day === showDay(yesterday)) return `Yesterday ${showTime(instant)}`
  return day.endsWith(noonToday.year) ? `${day.slice(0, 6)} ${showTime(instant)}` : day
}

const counts = new Intl.NumberFormat('en-GB')

/** `48,207`. */
export function showCount(count: number): string {
  return counts.format(count)
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** A count that opens a sentence: `Six`, from eleven in digits. */
export function showCountAsWord(count: number): string {
  return words[count] ?? showCount(count)
}
