/**
 * An index of up to 8,192 people that never changes: sorted words with those who bear them, and columns to look along.
 * People stand in the order of their names, so that of equal matches the first is first. Numbers lie in typed arrays and
 * people as lines of text in one buffer: about 400 bytes a person, whatever the garbage collector thinks of objects.
 */
import { foldEmail, foldName, foldPhone } from '../patients/normalise.ts'
import { breather } from '../../platform/breathe.ts'
import { lettersOf } from './letters-apart.ts'
import { packPerson, unpackPerson, type Person } from './person.ts'
import { foldPostcode } from './read-whole.ts'
import { soundOf } from './sound-of.ts'
import { gatherIdentifiers, type WholeIdentifiers } from './whole-identifiers.ts'

export const segmentSize = 8_192

export interface Segment extends WholeIdentifiers {
  ids: string[]
  /** 1 where somebody is no longer here, or is in a newer segment. */
  gone: Uint8Array
  left: number
  records: Buffer
  /** Where each record begins, and where the last ends. */
  starts: Uint32Array
  words: string[]
  /** `lettersOf` each word. */
  letters: Uint32Array
  /** Where the bearers of each word begin in `bearers` and `places`. */
  bearerStarts: Uint32Array
  bearers: Uint16Array
  /** Which of the bearer's words it is, as bits; the eighth bit is all further ones. */
  places: Uint8Array
  /** Which words of each person are of the surname. */
  surnames: Uint8Array
  /** How words sound, sorted, and which words they are. */
  sounds: string[]
  soundWords: Uint32Array
  /** YYYYMMDD, zeros for what is not known. */
  born: Uint32Array
  /** Rows of `width` characters for each person, the first a line break. */
  nhsNumbers: string
  phones: string
  postcodes: string
  /** A line for each person; where they begin. */
  emails: string
  emailStarts: Uint32Array
  /** About how many bytes all of this takes. */
  bytes: number
}

export const widths = { nhsNumbers: 11, phones: 16, postcodes: 8 } as const
const row = (text: string, width: number) => `\n${text.slice(0, width - 1).padEnd(width - 1)}`

interface Entrant {
  person: Person
  order: string
  surname: string[]
  given: string[]
}

function entrantOf(person: Person): Entrant {
  const surname = foldName(person.family)
  const given = foldName(person.given)
  return {
    person,
    order: `${surname}\n${given}\n${person.birthDate}`,
    surname: surname === '' ? [] : surname.split(' '),
    given: given === '' ? [] : given.split(' '),
  }
}

function bornAs(birthDate: string): number {
  return Number(birthDate.slice(0, 10).replace(/\D/g, '').padEnd(8, '0').slice(0, 8))
}

/** @param people at most `segmentSize` */
export async function buildSegment(people: Person[]): Promise<Segment> {
  const breathe = breather()
  const entrants: Entrant[] = []
  for (const person of people) {
    entrants.push(entrantOf(person))
    if (entrants.length % 128 === 0) await breathe()
  }
  entrants.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
  await breathe()
  const byWord = new Map<string, number[]>()
  const surnames = new Uint8Array(entrants.length)
  for (const [at, entrant] of entrants.entries()) {
    surnames[at] = addWords(byWord, at, entrant)
    if (at % 256 === 0) await breathe()
  }
  await breathe()
  const words = wordColumns(byWord)
  await breathe()
  const sounds = soundColumns(words.words)
  await breathe()
  const columns = await personColumns(
    entrants.map((one) => one.person),
    breathe,
  )
  await breathe()
  const segment = {
    ...words,
    ...sounds,
    ...columns,
    surnames,
    gone: new Uint8Array(people.length),
    left: people.length,
  }
  const bytes = sizeOf(segment)
  await breathe()
  return { ...segment, bytes }
}

/** Adds the person's words; answers which of their places are the surname's. */
function addWords(byWord: Map<string, number[]>, at: number, { surname, given }: Entrant): number {
  let place = 0
  let ofSurname = 0
  const add = (word: string, places: number) => {
    const bearers = byWord.get(word)
    if (bearers === undefined) byWord.set(word, [(at << 8) | places])
    else if (bearers.at(-1)! >> 8 === at) bearers[bearers.length - 1]! |= places
    else bearers.push((at << 8) | places)
  }
  for (const word of surname) {
    const bit = 1 << Math.min(place++, 7)
    ofSurname |= bit
    add(word, bit)
  }
  for (const word of given) add(word, 1 << Math.min(place++, 7))
  // "Vandenberg" finds van den Berg, "macleod" Mac Leod.
  if (surname.length > 1) add(surname.join(''), ofSurname)
  return ofSurname
}

function wordColumns(byWord: Map<string, number[]>) {
  const words = [...byWord.keys()].sort()
  const letters = new Uint32Array(words.length)
  const bearerStarts = new Uint32Array(words.length + 1)
  words.forEach((word, at) => {
    letters[at] = lettersOf(word)
    bearerStarts[at + 1] = bearerStarts[at]! + byWord.get(word)!.length
  })
  const bearers = new Uint16Array(bearerStarts[words.length]!)
  const places = new Uint8Array(bearers.length)
  let to = 0
  for (const word of words) {
    for (const packed of byWord.get(word)!) {
      bearers[to] = packed >> 8
      places[to++] = packed & 0xff
    }
  }
  return { words, letters, bearerStarts, bearers, places }
}

function soundColumns(words: string[]) {
  const heard = words.flatMap((word, at) => {
    const sound = soundOf(word)
    return sound.length < 2 ? [] : [{ sound, at }]
  })
  heard.sort((a, b) => (a.sound < b.sound ? -1 : a.sound > b.sound ? 1 : 0))
  let last = ''
  // The same string for the same sound, not a copy of it.
  const sounds = heard.map(({ sound }) => (last = sound === last ? last : sound))
  return { sounds, soundWords: Uint32Array.from(heard, ({ at }) => at) }
}

async function personColumns(people: Person[], breathe: () => Promise<void> | undefined) {
  const rows = { lines: [''], emails: [''], nhsNumbers: [''], phones: [''], postcodes: [''] }
  const born = new Uint32Array(people.length)
  const whole = gatherIdentifiers(people.length)
  for (const [at, person] of people.entries()) {
    const nhsNumber = person.nhsNumber ?? ''
    const phone = foldPhone(person.phone ?? '')
    const postcode = foldPostcode(person.postcode ?? '')
    const email = person.email === null ? '' : foldEmail(person.email).replaceAll('\n', '')
    rows.lines[at] = packPerson(person)
    rows.emails[at] = `\n${email}`
    rows.nhsNumbers[at] = row(nhsNumber, widths.nhsNumbers)
    rows.phones[at] = row(phone, widths.phones)
    rows.postcodes[at] = row(postcode, widths.postcodes)
    born[at] = bornAs(person.birthDate)
    whole.add(at, 'nhsNumber', nhsNumber)
    whole.add(at, 'phone', phone)
    whole.add(at, 'email', email)
    whole.add(at, 'postcode', postcode)
    if (at % 128 === 127) await breathe()
  }
  await breathe()
  const identifiers = whole.columns()
  await breathe()
  const records = Buffer.from(rows.lines.join(''))
  // A line's length in bytes, not in letters: names have accents.
  const starts = startsOf(rows.lines, Buffer.byteLength)
  await breathe()
  const emails = { emails: flat(rows.emails), emailStarts: startsOf(rows.emails, (line) => line.length) }
  await breathe()
  const numbers = { nhsNumbers: flat(rows.nhsNumbers), phones: flat(rows.phones), postcodes: flat(rows.postcodes) }
  await breathe()
  return { ids: people.map(({ id }) => id), records, starts, born, ...identifiers, ...emails, ...numbers }
}

/** One string without its parts behind it, a byte a letter: no letter beyond Latin-1 is in these columns, or it becomes `?`. */
function flat(rows: string[]): string {
  return Buffer.from(rows.join('').replace(/[^\u0000-\u00ff]/g, '?'), 'latin1').toString('latin1')
}

function startsOf(lines: string[], sizeOfLine: (line: string) => number): Uint32Array {
  const starts = new Uint32Array(lines.length + 1)
  lines.forEach((line, at) => (starts[at + 1] = starts[at]! + sizeOfLine(line)))
  return starts
}

/** Strings by what V8 takes for them (16 bytes and the letters, in eights) and 8 for each reference. */
function sizeOf(segment: Omit<Segment, 'bytes'>): number {
  let bytes = 0
  for (const column of Object.values(segment)) {
    if (ArrayBuffer.isView(column)) bytes += column.byteLength
    else if (typeof column === 'string') bytes += column.length
    else if (Array.isArray(column)) for (const text of column) bytes += 32 + text.length
  }
  // What finds a person by id: an entry of a Map.
  return bytes + segment.ids.length * 48
}

export function personAt({ records, starts }: Segment, at: number): Person {
  return unpackPerson(records.toString('utf8', starts[at], starts[at + 1]))
}

export function* peopleLeft(segment: Segment): Generator<Person> {
  for (let at = 0; at < segment.ids.length; at++) if (segment.gone[at] === 0) yield personAt(segment, at)
}
