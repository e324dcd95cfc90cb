import { isNhsNumber } from '@candour/contract/nhs-number.ts'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { randomPeople } from '../../../test/random-people.ts'
import { foldName } from '../patients/normalise.ts'
import type { Person } from './person.ts'
import { searchPeople } from './search-people.ts'
import { buildSegment, type Segment } from './segment.ts'

const blank = { title: '', sex: 'female', nhsNumber: null, phone: null, postcode: null, email: null } as const
let count = 0
const person = (family: string, given: string, birthDate = '1957-03-04', rest: Partial<Person> = {}): Person => ({
  ...blank,
  id: `id-${count++}`,
  family,
  given,
  birthDate,
  ...rest,
})

let segments: Segment[]
beforeAll(async () => {
  const practice = [
    person('Ashdowne', 'Margery', '1957-03-04', { nhsNumber: '9990000018', phone: '+44 117 496 0142' }),
    person('Ashdown', 'Marjorie', '1957-10-12', { postcode: 'BS1 4QA', email: 'marjorie.a@example.org' }),
    person('Smith', 'Catherine', '1980-03-12', { postcode: 'BS16 4QA' }),
    person('Smyth', 'Kathryn', '1980-03-12'),
    person('Smithson', 'Ann', '1991-01-01'),
    person('Smith', 'Anne Mary', '1991-02-01'),
    person('O’Brien-Łukasz', 'Séan Patrick', '2001-02-28'),
    person('van den Berg', 'Saskia', '1980'),
    person('McDonald', 'Stephen', '1964-07'),
    person('', 'Baby'),
  ]
  segments = [await buildSegment(practice.slice(0, 4)), await buildSegment(practice.slice(4))]
})

const find = (text: string, mayFind: (patient: string) => boolean = () => true) =>
  searchPeople(segments, text, 20, mayFind).matches.map(({ listed, reason }) => `${listed.family}: ${reason}`)

test('of names the exact ones come first, then beginnings, then sounds, then what is spelled nearly so', () => {
  expect(find('smith')).toEqual(['Smith: Name', 'Smith: Name', 'Smithson: Name', 'Smyth: Sounds alike'])
  expect(find('ashdowne')).toEqual(['Ashdowne: Name', 'Ashdown: Sounds alike'])
  expect(find('asdhowne')).toEqual(['Ashdowne: 1 letter out', 'Ashdown: 2 letters out'])
  expect(find('katherine smith')).toEqual(['Smith: Sounds alike', 'Smyth: Sounds alike'])
  expect(find('macdonald steven')).toEqual(['McDonald: Sounds alike'])
  expect(find('ashtow')).toEqual(['Ashdown: Starts alike', 'Ashdowne: Starts alike'])
  expect(find('zzz')).toEqual([])
})

test('surname and given names in any order, through accents, dashes, apostrophes and spaces', () => {
  for (const text of ['obrien sean', 'Seán O’Brien', 'SEAN lukasz', "o'brien-lukasz patrick", 'obrienlukasz'])
    expect([text, find(text)]).toEqual([text, ['O’Brien-Łukasz: Name']])
  for (const text of ['vandenberg', 'van den berg', 'berg saskia'])
    expect([text, find(text)]).toEqual([text, ['van den Berg: Name']])
  expect(find('baby')).toEqual([': Name'])
})

test('each word that was typed is another word of the name', () => {
  expect(find('ann ann')).toEqual([])
  expect(find('smith smi')).toEqual([])
  expect(find('ann smi')).toEqual(['Smithson: Name', 'Smith: Name'])
})

test('birth dates in any format, with and without a name', () => {
  const spellings = ['12-Mar-1980', '12/3/80', '1980-03-12', '120380', '12031980', '19800312', '12 March 1980']
  for (const text of spellings) expect([text, find(text)]).toEqual([text, ['Smith: Birth date', 'Smyth: Birth date']])
  expect(find('smith 12/3/80')).toEqual(['Smith: Name and birth date', 'Smyth: Sounds alike, birth date'])
  expect(find('smith 91')).toEqual(['Smith: Name and birth year', 'Smithson: Name and birth year'])
  expect(find('1980')).toEqual(['Smith: Birth year', 'Smyth: Birth year', 'van den Berg: Birth year'])
  expect(find('jul 1964')).toEqual(['McDonald: Birth month'])
})

test('NHS number, phone, email and postcode, whole and in part', () => {
  for (const text of ['999 000 0018', '9990000018', '999', '0018'])
    expect([text, find(text)]).toEqual([text, ['Ashdowne: NHS number']])
  for (const text of ['0117 496', '+44 117 496 0142', '0044117496', '(0117) 496-0142', '60142'])
    expect([text, find(text)]).toEqual([text, ['Ashdowne: Phone']])
  for (const text of ['marjorie.a@example.org', 'marjorie.a', 'MARJORIE.A@'])
    expect([text, find(text)]).toEqual([text, ['Ashdown: Email']])
  for (const text of ['bs1 4qa', 'BS14QA', 'bs1']) expect([text, find(text)]).toEqual([text, ['Ashdown: Postcode']])
  expect(find('smith bs16')).toEqual(['Smith: Name and postcode'])
  expect(find('ashdowne 999000')).toEqual(['Ashdowne: Name and NHS number'])
  expect(find('99')).toEqual([])
})

test('whoever has exactly the number, phone, email or postcode that was typed comes alone', async () => {
  const [one, other, third, ...others] = randomPeople(200, 5) as [Person, Person, Person, ...Person[]]
  const phone = '0117 496 0142'
  const rest = others.map((person) => ({ ...person, nhsNumber: null }))
  const all = [
    await buildSegment([
      { ...one, nhsNumber: '9990000018', phone, email: 'Ann@Example.co', postcode: 'bs1 4QA' },
      ...rest,
    ]),
    await buildSegment([
      // A phone number that holds the digits of that NHS number, and an email that begins like that one.
      { ...other, nhsNumber: null, phone: '09990000018', email: 'ann@example.com', postcode: 'BS1 4QA' },
      { ...third, nhsNumber: '9990000026', phone: '+44 117 496 0142', email: null, postcode: null },
    ]),
  ]
  const ids = (text: string, mayFind: (patient: string) => boolean = () => true) => {
    const { matches, more } = searchPeople(all, text, 20, mayFind)
    return [more, new Set(matches.map(({ listed }) => listed.id)), [...new Set(matches.map(({ reason }) => reason))]]
  }
  for (const text of ['9990000018', '999 000 0018', ' 999-000-0018 '])
    expect([text, ids(text)]).toEqual([text, [false, new Set([one.id]), ['NHS number']]])
  for (const text of ['01174960142', '+44 (0)117 496 0142', '0044 117 496-0142'])
    expect([text, ids(text)]).toEqual([text, [false, new Set([one.id, third.id]), ['Phone']]])
  expect(ids('ANN@example.co')).toEqual([false, new Set([one.id]), ['Email']])
  expect(ids('ann@example.c')[1]).toEqual(new Set([one.id, other.id]))
  for (const text of ['bs1 4qa', 'BS14QA']) expect(ids(text)[1]).toEqual(new Set([one.id, other.id]))
  // Nobody has the number as a number: then it may be a part of another.
  expect(ids('0999 000 0018')).toEqual([false, new Set([other.id]), ['Phone']])
  expect(ids('9990000018', (id) => id !== one.id)).toEqual([false, new Set([other.id]), ['Phone']])
  all[0]!.gone[all[0]!.ids.indexOf(one.id)] = 1
  expect(ids('999 000 0018')).toEqual([false, new Set([other.id]), ['Phone']])
  expect(ids('9990000027')).toEqual([false, new Set(), []])
})

test('of many with the same postcode the first by name are shown, and that there are more', async () => {
  const people = randomPeople(90, 5).map((one) => ({ ...one, postcode: 'BS1 4QA' }))
  const all = [await buildSegment(people.slice(0, 50)), await buildSegment(people.slice(50))]
  const { matches, more } = searchPeople(all, 'bs1 4qa', 20, () => true)
  const names = people
    .map(({ family, given, birthDate }) => `${family}|${given}|${birthDate}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
  expect([more, matches.length]).toEqual([true, 20])
  expect(names.slice(0, 30)).toContain(
    `${matches[0]!.listed.family}|${matches[0]!.listed.given}|${matches[0]!.listed.birthDate}`,
  )
})

test('everybody with an NHS number is found by it, whichever segment they are in', async () => {
  const people = randomPeople(3_000, 9).map((one, at) => ({ ...one, nhsNumber: validNumber(at) }))
  const all = [await buildSegment(people.slice(0, 2_000)), await buildSegment(people.slice(2_000))]
  for (const { id, nhsNumber } of people) {
    const { matches } = searchPeople(all, nhsNumber, 20, () => true)
    expect(matches.map(({ listed }) => listed.id)).toEqual([id])
  }
})

/** Of the range 999; no two alike. */
function validNumber(at: number): string {
  for (let number = 9_990_000_000 + at * 30; ; number++) if (isNhsNumber(String(number))) return String(number)
}

test('whoever may not be found is neither listed nor counted', () => {
  const smiths = new Set(segments.flatMap(({ ids }) => ids))
  expect(find('smith', (patient) => smiths.has(patient))).toHaveLength(4)
  expect(find('smith', () => false)).toEqual([])
  const answer = searchPeople(segments, 'smith', 1, (patient) => patient === segments[1]!.ids.at(-1))
  expect(answer.more).toBe(false)
})

const people = randomPeople(300, 11)
const anybody = fc.constantFrom(...people)
const among = async () => [await buildSegment(people.slice(0, 200)), await buildSegment(people.slice(200))]
const isFound = (all: Segment[], { id }: Person, text: string) =>
  searchPeople(all, text, 300, () => true).matches.some(({ listed }) => listed.id === id)

test('anybody is found by any beginning of their names, of two letters or more', async () => {
  const all = await among()
  const beginnings = anybody.chain((one) => {
    const names = [one.family, one.given, ...foldName(`${one.family} ${one.given}`).split(' ')].filter(
      (name) => foldName(name).length >= 2,
    )
    return fc
      .constantFrom(...names)
      .chain((name) => fc.integer({ min: 2, max: name.length }).map((length) => ({ one, text: name.slice(0, length) })))
  })
  fc.assert(
    fc.property(beginnings, ({ one, text }) => foldName(text).length < 2 || isFound(all, one, text)),
    { numRuns: 500 },
  )
})

test('anybody is found with any single typo in a name of four letters or more', async () => {
  const all = await among()
  const typos = anybody.chain((one) => {
    const names = foldName(`${one.family} ${one.given}`)
      .split(' ')
      .filter((name) => name.length >= 4)
    return fc.record({
      one: fc.constant(one),
      name: fc.constantFrom(...(names.length === 0 ? ['none'] : names)),
      at: fc.nat(20),
      letter: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
      how: fc.constantFrom('out', 'in', 'other', 'over'),
    })
  })
  fc.assert(
    fc.property(typos, ({ one, name, at: anywhere, letter, how }) => {
      if (name === 'none') return true
      const at = anywhere % (how === 'over' ? name.length - 1 : name.length)
      const [before, after] = [name.slice(0, at), name.slice(at + 1)]
      const text =
        how === 'out'
          ? before + after
          : how === 'in'
            ? before + letter + name.slice(at)
            : how === 'other'
              ? before + letter + after
              : before + name[at + 1]! + name[at]! + name.slice(at + 2)
      return isFound(all, one, text)
    }),
    { numRuns: 500 },
  )
})

test('anybody is found by their birth date in every format', async () => {
  const all = await among()
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  fc.assert(
    fc.property(anybody, (one) => {
      const [year, month, day] = one.birthDate.split('-') as [string, string, string]
      const [short, name, plain] = [year.slice(2), months[Number(month) - 1]!, (text: string) => String(Number(text))]
      const texts = [
        `${day}-${name}-${year}`,
        `${plain(day)}/${plain(month)}/${short}`,
        one.birthDate,
        day + month + short,
        day + month + year,
        year + month + day,
        `${plain(day)} ${name.toLowerCase()} ${year}`,
        `${day}.${month}.${year}`,
        `${day} ${month} ${year}`,
      ]
      for (const text of texts) expect([text, isFound(all, one, text)]).toEqual([text, true])
    }),
    { numRuns: 100 },
  )
})

test('what nobody would type is answered too', async () => {
  const all = await among()
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      expect(searchPeople(all, text, 20, () => true).matches.length).toBeLessThanOrEqual(20)
    }),
    { numRuns: 300 },
  )
})
