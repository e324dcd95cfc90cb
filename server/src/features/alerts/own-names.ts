/** A member's name, as far as it tells which records may be theirs. */
import type { Person } from '../directory/person.ts'
import { foldName } from '../patients/normalise.ts'

const titles = /^(dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame|rev|sister|nurse|matron)$/

export function wordsOf(name: string): string[] {
  return foldName(name)
    .split(' ')
    .filter((word) => !titles.test(word))
}

/** What may be the surname: the last word, the last two, and so on. */
export function surnamesOf(words: readonly string[]): string[] {
  return words.slice(1).map((_word, place) => words.slice(place + 1).join(' '))
}

export const firstName = ({ given }: Pick<Person, 'given'>) => foldName(given).split(' ')[0]!

/** A family has one email, or a birth date, now and then: the given name has to be theirs. */
export function sharesName(person: Pick<Person, 'given'>, words: readonly string[]): boolean {
  const first = firstName(person)
  return first !== '' && words.includes(first)
}
