import { dateOf, dayOf } from '../calendar.ts'
import type { Random } from '../random.ts'
import { britishByEra, longFamilies, middleNames, nameGroups, singleNames, type NameGroup } from './names.ts'
import { mobileOf, type Home } from './places.ts'

export type Sex = 'female' | 'male'

export interface Person {
  /** Which patient of the practice, from 0. */
  n: number
  id: string
  family: string
  /** Empty for those who have one name alone. */
  given: string[]
  title: string
  sex: Sex
  gender: 'female' | 'male' | 'other'
  /** YYYY-MM-DD */
  birthDate: string
  age: number
  nhsNumber: string | null
  phone: string | null
  email: string | null
  home: Home
  /** The day of death, when the patient has died. */
  diedOn: number | null
}

export function groupOf(random: Random): NameGroup {
  let left = random.next() * nameGroups.reduce((sum, group) => sum + group.share, 0)
  return nameGroups.find((group) => (left -= group.share) < 0) ?? nameGroups[0]!
}

export function familyOf(random: Random, group: NameGroup): string {
  if (random.chance(0.012)) return random.pick(longFamilies)
  const family = random.pick(group.families)
  return random.chance(0.04) ? `${family}-${random.pick(random.pick(nameGroups).families)}` : family
}

export function givenOf(random: Random, group: NameGroup, sex: Sex, bornIn: number): string {
  const era = britishByEra[bornIn < 1960 ? 0 : bornIn < 1990 ? 1 : 2]
  const own = group[sex]
  // Many bear a name of the country that they live in.
  return random.pick(own.length === 0 || random.chance(0.12) ? era[sex] : own)
}

/** Born on some day of the year that makes this age; never after `today`. */
export function birthDateOf(random: Random, age: number, today: number): string {
  const born = today - Math.floor((age + random.next()) * 365.25)
  return dateOf(Math.min(born, today - 3))
}

interface Known {
  n: number
  id: string
  nhsNumber: string
  group: NameGroup
  family: string
  sex: Sex
  birthDate: string
  age: number
  home: Home
  today: number
  landline: string | null
}

export function personOf(random: Random, known: Known): Person {
  const { n, id, nhsNumber, group, sex, birthDate, age, home, today, landline } = known
  const first = givenOf(random, group, sex, Number(birthDate.slice(0, 4)))
  const given = random.chance(0.35) ? [first, random.pick(middleNames[sex])] : [first]
  const single = random.chance(0.004)
  const name = single ? { family: random.pick(singleNames), given: [] } : { family: known.family, given }
  const isOther = age > 15 && random.chance(0.006)
  const died = age > 68 ? 0.06 : age > 40 ? 0.004 : 0
  return {
    n,
    id,
    ...name,
    title: titleOf(random, sex, age, isOther),
    sex,
    gender: isOther ? 'other' : sex,
    birthDate,
    age,
    nhsNumber: random.chance(0.015) ? null : nhsNumber,
    phone: age >= 13 && random.chance(0.86) ? mobileOf(random) : landline,
    email: age >= 16 && random.chance(age > 75 ? 0.3 : 0.72) ? emailOf(random, name, birthDate) : null,
    home,
    diedOn: random.chance(died) ? Math.max(today - random.int(5, 330), dayOf(birthDate) + 1) : null,
  }
}

function titleOf(random: Random, sex: Sex, age: number, isOther: boolean): string {
  if (isOther) return 'Mx'
  if (age > 24 && random.chance(0.025)) return random.pick(['Dr', 'Dr', 'Prof', 'Rev'])
  if (sex === 'male') return age < 13 ? random.pick(['Master', '']) : 'Mr'
  if (age < 18) return 'Miss'
  return age > 60 ? random.pick(['Mrs', 'Mrs', 'Mrs', 'Miss', 'Ms']) : random.pick(['Mrs', 'Ms', 'Ms', 'Miss'])
}

function emailOf(random: Random, { family, given }: { family: string; given: string[] }, birthDate: string): string {
  const plain = (word: string) =>
    word
      .normalize('NFD')
      .replace(/[łŁ]/g, 'l')
      .replace(/ı/g, 'i')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase()
  const words = [...given.slice(0, 1), family].map(plain)
  const name = random.pick([words.join('.'), `${words[0]!.slice(0, 1)}${words.at(-1)}`, words.join('')])
  const number = random.pick(['', birthDate.slice(2, 4), String(random.int(1, 99))])
  return `${name}${number}@${random.pick(['example.com', 'example.org', 'example.net'])}`
}
