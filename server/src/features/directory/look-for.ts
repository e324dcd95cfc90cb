/** One part of what was typed, looked for in a segment. */
import { addHit, type Hits } from './hits.ts'
import { countBits, lettersApart, lettersOf } from './letters-apart.ts'
import { askShortYear, readRun, type DateAsked } from './read-dates.ts'
import type { WordAsked } from './read-query.ts'
import { holdersIn } from './search-whole.ts'
import { widths, type Segment } from './segment.ts'
import { soundOf } from './sound-of.ts'

/** Costs by how a word fits a given name; one less where it is of the surname, two where it is the whole surname. */
const costs = { exact: 3, start: 6, soundNear: 9, sound: 12, oneOut: 15, twoOut: 18, startAlike: 21 }
const other = 1
const lessSure = 4

/** The first place in `sorted` that is not before `text`. */
export function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < text) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Names that begin with a word, and with `loosely` those that sound like it or are spelled nearly so: 1 letter out from
 * four letters on, 2 from eight. Where no name fits: the start of an email, or one letter out in what was typed so far.
 */
export function lookForWord(segment: Segment, hits: Hits, { word, raw }: WordAsked, loosely: boolean): void {
  const { words } = segment
  // No name has a full stop within.
  if (/[^.][._]\p{L}/u.test(raw)) lookForEmail(segment, hits, raw)
  if (hits.any) return
  for (let at = firstFrom(words, word); at < words.length && words[at]!.startsWith(word); at++)
    bearersOf(segment, hits, at, words[at] === word ? costs.exact : costs.start, 'Name')
  if (/^[a-z]{1,2}\d[a-z\d]?$/.test(word)) lookForOutward(segment, hits, word.toUpperCase())
  if (loosely && word.length >= 3) {
    soundingAlike(segment, hits, word)
    nearlySpelled(segment, hits, word)
  }
  if (!hits.any && raw.length >= 4) lookForEmail(segment, hits, raw)
  if (loosely && !hits.any && word.length >= 5) startsAlike(segment, hits, word)
}

function bearersOf(segment: Segment, hits: Hits, word: number, cost: number, reason: Parameters<typeof addHit>[3]) {
  const { bearers, bearerStarts, places, surnames } = segment
  for (let at = bearerStarts[word]!; at < bearerStarts[word + 1]!; at++) {
    const bearer = bearers[at]!
    const surname = surnames[bearer]!
    const off = places[at] === surname ? 2 : (surname & places[at]!) !== 0 ? 1 : 0
    addHit(hits, bearer, cost - off, reason, places[at]!)
  }
}

function soundingAlike(segment: Segment, hits: Hits, word: string): void {
  const sound = soundOf(word)
  if (sound.length < 2) return
  for (let at = firstFrom(segment.sounds, sound); segment.sounds[at] === sound; at++) {
    const heard = segment.soundWords[at]!
    const isNear = lettersApart(word, segment.words[heard]!, 2) <= 2
    // Two consonants are too few to tell: June is not John.
    if (isNear || sound.length > 2)
      bearersOf(segment, hits, heard, isNear ? costs.soundNear : costs.sound, 'Sounds alike')
  }
}

function nearlySpelled(segment: Segment, hits: Hits, word: string): void {
  const { words, letters } = segment
  const wanted = lettersOf(word)
  for (let at = 0; at < words.length; at++) {
    if (countBits(letters[at]! ^ wanted) > 4) continue
    const candidate = words[at]!
    const longer = Math.max(word.length, candidate.length)
    const most = longer >= 8 ? 2 : longer >= 4 ? 1 : 0
    const apart = lettersApart(word, candidate, most)
    if (apart === 0 || apart > most) continue
    if (apart === 1) bearersOf(segment, hits, at, costs.oneOut, '1 letter out')
    else bearersOf(segment, hits, at, costs.twoOut, '2 letters out')
  }
}

function startsAlike(segment: Segment, hits: Hits, word: string): void {
  const wanted = lettersOf(word)
  segment.words.forEach((candidate, at) => {
    if (countBits(wanted & ~segment.letters[at]!) > 1 || lettersApart(word, candidate, 1, true) > 1) return
    bearersOf(segment, hits, at, costs.startAlike, 'Starts alike')
  })
}

function lookForOutward(segment: Segment, hits: Hits, outward: string): void {
  const { postcodes, ids } = segment
  const width = widths.postcodes
  for (let at = 0; at < ids.length; at++) {
    const start = at * width + 1
    // The inward part is the last three: BS1 is not BS16.
    if (standsAt(postcodes, outward, start) && lengthAt(postcodes, start, width - 1) === outward.length + 3)
      addHit(hits, at, costs.start, 'Postcode')
  }
}

function lengthAt(column: string, start: number, most: number): number {
  let length = most
  while (length > 0 && column.charCodeAt(start + length - 1) === 0x20) length--
  return length
}

export function lookForPostcode(segment: Segment, hits: Hits, postcode: string): void {
  for (const at of holdersIn(segment, { field: 'postcode', value: postcode })) addHit(hits, at, other, 'Postcode')
}

export function lookForEmail(segment: Segment, hits: Hits, start: string): void {
  const { emails, emailStarts } = segment
  for (let at = emails.indexOf(`\n${start}`); at !== -1; at = emails.indexOf(`\n${start}`, at + 1))
    addHit(hits, placeOf(emailStarts, at), other, 'Email')
}

/** Which of sorted `starts` is `start`. */
function placeOf(starts: Uint32Array, start: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle]! < start) low = middle + 1
    else high = middle
  }
  return low
}

export function lookForDate(segment: Segment, hits: Hits, asked: DateAsked): void {
  const { divisor, modulus, value, what } = asked
  const { born } = segment
  for (let at = 0; at < born.length; at++)
    if (((born[at]! / divisor) | 0) % modulus === value) addHit(hits, at, other, what)
}

/** An NHS number's beginning (from three digits) or end (from four), a part of a phone number from five, a birth date. */
export function lookForDigits(segment: Segment, hits: Hits, digits: string, besideOthers: boolean): void {
  for (const asked of readRun(digits)) lookForDate(segment, hits, asked)
  if (digits.length === 2 && besideOthers) lookForDate(segment, hits, askShortYear(Number(digits)))
  const sure = hits.any ? lessSure : other
  if (digits.length >= 3 && digits.length <= 10) {
    const width = widths.nhsNumbers
    const { nhsNumbers, ids } = segment
    for (let at = 0; at < ids.length; at++) {
      const start = at * width + 1
      if (standsAt(nhsNumbers, digits, start)) addHit(hits, at, sure, 'NHS number')
      else if (digits.length >= 4 && standsAt(nhsNumbers, digits, start + width - 1 - digits.length))
        addHit(hits, at, lessSure, 'NHS number')
    }
  }
  if (digits.length >= 5) {
    for (let at = segment.phones.indexOf(digits); at !== -1; at = segment.phones.indexOf(digits, at + 1))
      addHit(hits, Math.floor(at / widths.phones), sure, 'Phone')
  }
}

/** As `startsWith`, which takes five times as long where most differ in the first digit. */
function standsAt(column: string, digits: string, start: number): boolean {
  for (let at = 0; at < digits.length; at++) if (column.charCodeAt(start + at) !== digits.charCodeAt(at)) return false
  return true
}
