import type { Within } from '../../platform/http/endpoint.ts'
import { openDirectoryRow, type Listed } from './directory-row.ts'
import { foldName, foldPhone } from './normalise.ts'
import { readDirectorySince } from './patients.store.ts'

interface Person {
  listed: Listed
  /** Folded words of the name, surname's first. */
  words: string[]
  surnameWords: number
  phone: string
}

interface Resident {
  people: Map<string, Person>
  position: string
  usedAt: number
  /** Reads go one after the other, so that two never apply the same rows. */
  loading: Promise<void>
}

const idleMs = 15 * 60_000

export interface Match {
  listed: Listed
  reason: string
  rank: number
}

/**
 * The patients of a practice by name, resident in memory while the practice is active, dropped after 15 minutes idle.
 * What any node has just written is there: each look reads the rows past its position first.
 */
export interface Directory {
  search(within: Within, text: string, most: number): Promise<{ matches: Match[]; more: boolean }>
  get(within: Within, patients: string[]): Promise<Listed[]>
  /** Practices that are resident, and people in all of them. */
  size(): { practices: number; people: number }
}

export function createDirectory(now: () => number = () => performance.now()): Directory {
  const residents = new Map<string, Resident>()

  async function peopleOf(within: Within): Promise<Map<string, Person>> {
    for (const [practice, resident] of residents) if (now() - resident.usedAt > idleMs) residents.delete(practice)
    const { practice } = within.tx
    let resident = residents.get(practice)
    if (resident === undefined) {
      resident = { people: new Map(), position: '0', usedAt: now(), loading: Promise.resolve() }
      residents.set(practice, resident)
    }
    const mine = resident
    mine.usedAt = now()
    const load = mine.loading.catch(() => undefined).then(() => refresh(within, mine))
    mine.loading = load
    await load
    return mine.people
  }

  return {
    async search(within, text, most) {
      const people = await peopleOf(within)
      const wanted = readQuery(text)
      if (wanted === null) return { matches: [], more: false }
      const matches: Match[] = []
      for (const person of people.values()) {
        const match = matchOf(person, wanted)
        if (match !== null) matches.push(match)
      }
      matches.sort(
        (a, b) =>
          a.rank - b.rank || compare(a.listed.family, b.listed.family) || compare(a.listed.given, b.listed.given),
      )
      return { matches: matches.slice(0, most), more: matches.length > most }
    },
    async get(within, patients) {
      const people = await peopleOf(within)
      return patients.flatMap((patient) => people.get(patient)?.listed ?? [])
    },
    size() {
      let people = 0
      for (const resident of residents.values()) people += resident.people.size
      return { practices: residents.size, people }
    },
  }
}

async function refresh(within: Within, resident: Resident): Promise<void> {
  const { rows, next } = await readDirectorySince(within.tx, resident.position)
  for (const row of rows) {
    const listed = openDirectoryRow(within, row)
    if (listed === null) {
      resident.people.delete(row.patient)
      continue
    }
    const surname = foldName(listed.family).split(' ')
    const words = [...surname, ...foldName(listed.given).split(' ')].filter((word) => word !== '')
    resident.people.set(row.patient, {
      listed,
      words,
      surnameWords: surname.length,
      phone: foldPhone(listed.phone ?? ''),
    })
  }
  resident.position = next
}

interface Query {
  words: string[]
  digits: string
  dates: string[]
}

/** Words of letters are looked for in the name; dates in any order, and runs of digits in NHS number and phone. */
export function readQuery(text: string): Query | null {
  const dates: string[] = []
  const rest = text.replace(
    /\b(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{2,4})\b/gi,
    (whole, first: string, month: string, last: string) => {
      const date = readDate(first, month, last)
      if (date === null) return whole
      dates.push(date)
      return ' '
    },
  )
  const words = foldName(rest)
    .split(' ')
    .filter((word) => /\p{L}/u.test(word))
  const digits = rest
    .replace(/\p{L}+[\p{L}\p{N}]*/gu, '')
    .replace(/^\s*(\+44|0044)/, '0')
    .replace(/\D/g, '')
  return words.length === 0 && digits === '' && dates.length === 0 ? null : { words, digits, dates }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function readDate(first: string, month: string, last: string): string | null {
  const number = /^\d/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const [year, day] = first.length === 4 ? [first, last] : [last, first]
  if (number < 1 || number > 12 || Number(day) < 1 || Number(day) > 31) return null
  const wholeYear = year.length === 4 ? year : year.length === 2 ? `__${year}` : null
  return wholeYear === null ? null : `${wholeYear}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
}

function matchOf(
  { listed, words, surnameWords, phone }: Person,
  { words: wanted, digits, dates }: Query,
): Match | null {
  for (const date of dates) {
    const matches = date.startsWith('__') ? listed.birthDate.slice(2) === date.slice(2) : listed.birthDate === date
    if (!matches) return null
  }
  let rank = 3
  const free = words.map((word, place) => ({ word, place }))
  for (const word of wanted) {
    const at = free.findIndex((one) => one.word.startsWith(word))
    if (at === -1) return null
    if (free[at]!.place < surnameWords) rank -= free[at]!.word === word ? 2 : 1
    free.splice(at, 1)
  }
  let reason = wanted.length > 0 ? 'Name' : 'Birth date'
  if (wanted.length > 0 && dates.length > 0) reason = 'Name and birth date'
  if (digits !== '') {
    if (listed.nhsNumber?.startsWith(digits) === true && digits.length >= 3) reason = 'NHS number'
    else if (digits.length >= 5 && phone.includes(digits)) reason = 'Phone'
    else if (digits.length === 4 && listed.birthDate.startsWith(digits))
      reason = wanted.length > 0 ? 'Name and birth year' : 'Birth year'
    else if (digits.length === 2 && listed.birthDate.slice(2, 4) === digits && wanted.length > 0)
      reason = 'Name and birth year'
    else return null
  }
  return { listed, reason, rank }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
