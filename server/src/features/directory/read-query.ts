import { foldName } from '../patients/normalise.ts'
import { takeDates, type DateAsked } from './read-dates.ts'

export interface WordAsked {
  /** Folded: see `foldName`. */
  word: string
  /** As it was typed, in small letters: the start of an email perhaps. */
  raw: string
}

/** What was typed, taken apart. All of it must fit. */
export interface Query {
  words: WordAsked[]
  dates: DateAsked[]
  /** Of an NHS number, a phone number or a date. */
  digits: string[]
  /** Whole postcodes without the space, in capitals. */
  postcodes: string[]
  /** Whole emails, or how they begin. */
  emails: string[]
}

/** More parts than this are not looked at: nobody is looked for by more, and each is a look through the whole practice. */
const mostParts = 8
const mostTyped = 200

/**
 * Words are looked for in names, in any order; dates in any order and spelling; digits in NHS number, phone and birth
 * date. Groups of digits are taken together (`999 000 0018`); null when nothing can be looked for.
 */
export function readQuery(text: string): Query | null {
  const emails: string[] = []
  const postcodes: string[] = []
  const { dates, rest } = takeDates(
    text
      .slice(0, mostTyped)
      .replace(/[^\s@]+@[^\s@]*/g, (email) => {
        emails.push(email.toLowerCase())
        return ' '
      })
      .replace(
        /(?<![\p{L}\p{N}])([a-z]{1,2}\d[a-z\d]?) *(\d[a-z]{2})(?![\p{L}\p{N}])/giu,
        (_, out: string, into: string) => {
          postcodes.push((out + into).toUpperCase())
          return ' '
        },
      ),
  )
  const words = rest.split(/[\s,;()]+/).flatMap((raw) => {
    const folded = /\p{L}/u.test(raw) ? foldName(raw).split(' ') : []
    return folded.filter((word) => word !== '').map((word) => ({ word, raw: raw.toLowerCase() }))
  })
  const named = words.filter(({ word }, at) => !/\d/.test(word) || words.findIndex((one) => one.word === word) === at)
  const digits = rest
    .replace(/(?<![\p{L}\p{N}])(\+|00)44[\s-]*(\(0\))?[\s-]*/gu, ' 0')
    .split(/[\s,;]+/)
    .filter((part) => !/\p{L}/u.test(part))
    .map((part) => part.replace(/\D/g, ''))
    .filter((part) => part !== '')
  if (words.length + digits.length + dates.length + postcodes.length + emails.length === 0) return null
  let left = mostParts
  const take = <Part>(parts: Part[]) => {
    const taken = parts.slice(0, left)
    left -= taken.length
    return taken
  }
  return {
    postcodes: take([...new Set(postcodes)]),
    emails: take([...new Set(emails)]),
    dates: take(dates),
    digits: take(digits),
    words: take(named),
  }
}

/** Readings of the groups of digits: all of them as one number first, then each as a number of its own. */
export function readings(query: Query): Query[] {
  if (query.digits.length < 2) return [query]
  return [
    { ...query, digits: [query.digits.join('')] },
    { ...query, digits: [...new Set(query.digits)] },
  ]
}
