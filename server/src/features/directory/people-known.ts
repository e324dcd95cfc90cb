/** Patients as people, for Candour's own watch over who opens whose record; never for what is shown to anybody. */
import { foldEmail, foldName, foldPhone } from '../patients/normalise.ts'
import type { Person } from './person.ts'
import { foldPostcode } from './read-whole.ts'
import { firstFrom } from './look-for.ts'
import type { Resident } from './resident.ts'
import { holdersIn } from './search-whole.ts'
import { personAt, type Segment } from './segment.ts'

export interface PeopleKnown {
  /** How many patients there are. */
  count: number
  find(patient: string): Person | undefined
  /** How many have exactly this surname, by its letters. */
  bearers(family: string): number
  /** Patients of this surname whose first given name it is. */
  named(family: string, given: string): Person[]
  /** Patients of this surname who were born on this day, YYYY-MM-DD. */
  born(family: string, birthDate: string): Person[]
  holders(field: 'email' | 'phone' | 'postcode' | 'nhsNumber', value: string): Person[]
}

const folds = { email: foldEmail, phone: foldPhone, postcode: foldPostcode, nhsNumber: (digits: string) => digits }

export function peopleKnown(resident: Resident): PeopleKnown {
  const { segments } = resident
  const surnamed = (family: string) =>
    segments.flatMap((segment) => placesOf(segment, family).map((at) => personAt(segment, at)))
  return {
    count: resident.people,
    find: (patient) => resident.find(patient),
    bearers: (family) => segments.reduce((sum, segment) => sum + placesOf(segment, family).length, 0),
    named: (family, given) => {
      const wanted = foldName(given)
      return surnamed(family).filter((person) => foldName(person.given).split(' ')[0] === wanted)
    },
    born: (family, birthDate) => surnamed(family).filter((person) => person.birthDate === birthDate),
    holders: (field, value) => {
      const folded = folds[field](value)
      if (folded === '') return []
      return segments.flatMap((segment) =>
        holdersIn(segment, { field, value: folded }).map((at) => personAt(segment, at)),
      )
    },
  }
}

/** Where those stand whose whole surname it is; of several words, as they are written together. */
function placesOf(segment: Segment, family: string): number[] {
  const word = foldName(family).replaceAll(' ', '')
  const { words, bearerStarts, bearers, places, surnames, gone } = segment
  const at = firstFrom(words, word)
  if (word === '' || words[at] !== word) return []
  const found: number[] = []
  for (let one = bearerStarts[at]!; one < bearerStarts[at + 1]!; one++) {
    const bearer = bearers[one]!
    if (gone[bearer] === 0 && (places[one]! & surnames[bearer]!) === surnames[bearer]! && surnames[bearer] !== 0)
      found.push(bearer)
  }
  return found
}
