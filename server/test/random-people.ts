/** People who don't exist, by the thousand: names in about the proportions of a UK practice's, always the same by seed. */
import type { Person } from '../src/features/directory/person.ts'
import { seeded } from './walls/seeded.ts'

const given =
  'Oliver George Harry Noah Jack Leo Arthur Muhammad Oscar Charlie William James Thomas Robert John David Michael Peter Alan Stephen Margaret Susan Patricia Catherine Elizabeth Mary Jean Dorothy Sarah Karen Julie Emma Olivia Amelia Isla Ava Mia Ivy Lily Freya Florence Grace Priya Aisha Fatima Zainab Siân Zoë Séan Bronwen Agnieszka Katarzyna Piotr Chidi Ngozi Wei Ling'.split(
    ' ',
  )
const family =
  'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Khan Ali Ahmed Begum Hussain Singh Kaur Shah Murphy Kelly O’Brien McDonald MacKenzie Campbell Stewart Fraser Sinclair Łukasz Kowalski Nowak Nguyen Chen Adeyemi Okafor Mensah'.split(
    ' ',
  )
const stems =
  'Ash Black Broad Brook Burn Chester Cole Dal Den East Far Fern Green Hart Haw Hazel Hill Holm Kirk Lang Long Mar Mill Moor New North Oak Pen Red Rock Rose Ship South Stan Strat Thorn Up Wake West Whit Win Wood'.split(
    ' ',
  )
const ends =
  'bourne bridge bury by combe cote dale den field ford gate ham hurst ington ley low more ridge ship stead stone thorpe ton wall water well wick wood worth'.split(
    ' ',
  )
const sexes = ['female', 'male', 'other', 'unknown'] as const

/** As long as ids of this Candour, and as unordered as those that come from elsewhere. */
function idOf(at: number): string {
  const hex = ((Math.imul(at, 0x9e3779b1) ^ 0x5bd1e995) >>> 0).toString(16).padStart(8, '0')
  return `${hex}-0000-7000-8000-${at.toString(16).padStart(12, '0')}`
}

export function randomPeople(count: number, seed = 7): Person[] {
  const random = seeded(seed)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() ** 1.6 * list.length)]!
  const even = (below: number) => Math.floor(random() * below)
  return Array.from({ length: count }, (_, at) => {
    const surname = random() < 0.45 ? one(family) : one(stems) + one(ends)
    const double = random() < 0.04 ? `-${one(family)}` : ''
    const names = random() < 0.3 ? `${one(given)} ${one(given)}` : one(given)
    const day = new Date(Date.UTC(1925, 0, 1) + even(36_500) * 86_400_000).toISOString().slice(0, 10)
    return {
      id: idOf(at),
      family: surname + double,
      given: names,
      title: '',
      birthDate: day,
      sex: sexes[even(2)]!,
      nhsNumber: random() < 0.95 ? `999${String(at).padStart(7, '0')}` : null,
      phone: random() < 0.8 ? `07700 ${String(900_000 + even(100_000))}` : null,
      postcode: `BS${1 + even(40)} ${even(10)}${'ABDEFGH'[even(7)]}${'JLNPQRS'[even(7)]}`,
      email: random() < 0.5 ? `${names.toLowerCase().replace(/\W+/g, '.')}${at}@example.org` : null,
    }
  })
}
