import type { PeopleKnown } from '../directory/people-known.ts'
import type { Person } from '../directory/person.ts'
import type { SaidRecord } from '../members/member-facts.ts'
import { firstName, sharesName } from './own-names.ts'

/**
 * The record that a member, or somebody for them, said to be theirs: by NHS number and birth date, else by surname and birth date.
 * Of twins it is the one with the member's given name. Several only where one person is here more than once.
 */
export function recordsSaid(
  said: Pick<SaidRecord, 'family' | 'birthDate' | 'nhsNumber'>,
  words: readonly string[],
  people: PeopleKnown,
): Person[] {
  const { family, birthDate, nhsNumber } = said
  const numbered = nhsNumber === null ? [] : people.holders('nhsNumber', nhsNumber)
  if (numbered.length > 0) return numbered.filter((person) => person.birthDate === birthDate)
  // Who has another number is somebody else.
  const born = people.born(family, birthDate).filter((person) => nhsNumber === null || person.nhsNumber === null)
  if (born.length < 2) return born
  const named = born.filter((person) => sharesName(person, words))
  return new Set(named.map(firstName)).size === 1 ? named : []
}
