/** For tests: the patients of a practice as families in houses, and its staff, some of whom are among them; from a seed. */
import type { MemberNamed } from '../src/features/alerts/acquaintance.ts'
import { randomOf, type Random } from '../src/features/demo/random.ts'
import { staffOf } from '../src/features/demo/staff.ts'
import type { Person } from '../src/features/directory/person.ts'

export interface Staff extends MemberNamed {
  level: number
  role: 'reception' | 'clinician' | 'manager'
  /** Their own record, and those of the people at home; null where they are patients elsewhere. */
  own: Person | null
  home: Person[]
}

export interface Town {
  patients: Person[]
  /** Of each postcode. */
  near: Map<string, Person[]>
  staff: Staff[]
}

/**
 * How often a surname is borne in the United Kingdom, in parts of a thousand (the commonest, rounded). Behind them comes a long slope of
 * some 800 that several families bear by chance, and a tail of thousands that hardly two families of a practice share.
 */
const common: [string, number][] = [
  ['Smith', 12.5], ['Jones', 9.5], ['Williams', 6.5], ['Taylor', 6], ['Brown', 6], ['Davies', 4.5], ['Evans', 3.7],
  ['Wilson', 3.6], ['Thomas', 3.4], ['Johnson', 3.3], ['Roberts', 3.2], ['Robinson', 2.9], ['Thompson', 2.9], ['Wright', 2.9],
  ['Walker', 2.8], ['White', 2.8], ['Edwards', 2.7], ['Hughes', 2.7], ['Green', 2.6], ['Hall', 2.5], ['Lewis', 2.4],
  ['Harris', 2.4], ['Clarke', 2.3], ['Patel', 2.6], ['Jackson', 2.3], ['Wood', 2.3], ['Turner', 2.2], ['Martin', 2.2],
  ['Cooper', 2.1], ['Hill', 2.1], ['Khan', 2.3], ['Singh', 1.6], ['Ahmed', 1.5], ['Begum', 1.2], ['Kaur', 1.2], ['Murphy', 1.6],
  ['Stone', 0.7], ['Barrett', 0.7], ['Gibbs', 0.5], ['Hancock', 0.4], ['Nowak', 0.4], ['Frost', 0.4], ['Marsden', 0.3],
] // prettier-ignore
const stems = 'Ash Black Broad Brook Burn Chester Cole Dal Den East Far Fern Hart Haw Hazel Holm Kirk Lang Mar Moor North Oak Pen Rock Ship South Stan Strat Thorn Up Wake West Whit Win'.split(' ') // prettier-ignore
const middles = ['er', 'en', 'ing', 'al', 'in', 'o', 'et']
const ends = 'bourne bridge bury by combe cote dale field ford gate ham hurst ley low more ridge stead stone thorpe ton wall well wick worth'.split(' ') // prettier-ignore
const given =
  'Oliver George Harry Noah Jack Leo Arthur Oscar William James Thomas Robert John David Michael Peter Alan Margaret Susan Patricia Catherine Elizabeth Mary Jean Sarah Karen Julie Emma Olivia Amelia Isla Ava Mia Ivy Lily Freya Grace Priya Aisha Fatima Agnieszka Piotr Chidi Wei'.split(' ') // prettier-ignore

/**
 * Some 4,000 patients in 1,700 houses, twelve to a postcode; a fifth of the households hold two surnames.
 * @param saying of the staff who are patients, so many said which record is theirs; one in thirty with a slip, so that none fits
 */
export function townOf(seed: string, saying = 1, households = 1_700): Town {
  const random = randomOf(seed, 'town')
  const patients: Person[] = []
  for (let house = 0; house < households; house++) patients.push(...household(random, house, patients.length))
  const near = Map.groupBy(patients, ({ postcode }) => postcode ?? '')
  const staff = staffOf('gp', seed).map((one, place) => {
    const role = /Reception/.test(one.role) ? 'reception' : one.level === 3 ? 'manager' : 'clinician'
    return settle(random, { ...one, role, place }, patients)
  })
  const form = randomOf(seed, 'said')
  for (const one of staff)
    if (one.own !== null && form.chance(saying))
      one.ownRecord = {
        family: one.own.family,
        birthDate: form.chance(1 / 30) ? '1900-01-01' : one.own.birthDate,
        nhsNumber: null,
        by: one.member,
        at: '2026-01-05T09:00:00Z',
      }
  return { patients, near, staff }
}

function surnameOf(random: Random): string {
  let left = random.next() * 1000
  for (const [name, part] of common) if ((left -= part) < 0) return name
  if (random.chance(0.5)) return `${random.pick(stems)}${random.pick(middles)}${random.pick(ends)}`
  const place = Math.floor(random.next() ** 2.2 * stems.length * ends.length)
  return `${stems[place % stems.length]}${ends[Math.floor(place / stems.length)]}`
}

function household(random: Random, house: number, from: number): Person[] {
  const size = random.pick([1, 1, 1, 2, 2, 2, 3, 3, 4, 5])
  const [family, other] = [surnameOf(random), surnameOf(random)]
  const phone = `0117 496 ${String(house).padStart(4, '0')}`
  return Array.from({ length: size }, (_, place): Person => {
    const first = random.pick(given)
    const id = `00000000-0000-7000-8000-${String(from + place).padStart(12, '0')}`
    return {
      id,
      family: place > 0 && random.chance(0.2) ? other : family,
      given: first,
      title: '',
      birthDate: `19${random.int(30, 99)}-0${random.int(1, 9)}-1${random.int(0, 9)}`,
      sex: 'female',
      nhsNumber: null,
      // Most give a mobile of their own.
      phone: random.chance(0.4) ? phone : `07700 ${900_000 + from + place}`,
      postcode: `BS${1 + Math.floor(house / 400)} ${Math.floor(house / 40) % 10}${'ABDEFGHJLN'[Math.floor(house / 12) % 10]}${'JLNPQRSTUW'[Math.floor(house / 120) % 10]}`,
      email: random.chance(0.6) ? `${first}.${family}${from + place}@example.org`.toLowerCase() : null,
      house: String(1 + (house % 12)),
    }
  })
}

/** Every other one of the staff is registered where they work; half gave the same email, and one in ten goes by another name. */
function settle(
  random: Random,
  { id, email, level, role, place }: { id: string; email: string; level: number; role: Staff['role']; place: number },
  patients: Person[],
): Staff {
  const base = { member: id, email, level, role }
  const own = random.pick(patients)
  if (place % 2 === 1) return { ...base, name: `${random.pick(given)} ${surnameOf(random)}`, own: null, home: [] }
  const private_ = own.email ?? `staff${place}@example.org`
  own.email = random.chance(0.5) ? private_ : null
  const home = patients.filter((one) => one !== own && one.postcode === own.postcode && one.house === own.house)
  return {
    ...base,
    email: private_,
    name: `Dr ${random.chance(0.1) ? random.pick(given) : own.given} ${own.family}`,
    own,
    home,
  }
}
