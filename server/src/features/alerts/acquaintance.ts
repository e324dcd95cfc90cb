/** How a member and a patient may know each other, as far as names, addresses and numbers tell. */
import type { PeopleKnown } from '../directory/people-known.ts'
import type { Person } from '../directory/person.ts'
import type { SaidRecord } from '../members/member-facts.ts'
import { foldEmail, foldName, foldPhone } from '../patients/normalise.ts'
import { isCommonSurname } from './frequent-surnames.ts'
import { sharesName, surnamesOf, wordsOf } from './own-names.ts'
import { recordsSaid } from './said-record.ts'

export interface MemberNamed {
  member: string
  name: string
  email: string
  ownRecord?: SaidRecord | null
}

/**
 * `said`: the member's own record, by what was said of it. `own`: theirs by their email and a name. `namesake`: one of at most three with the member's whole name.
 * `colleague`: somebody who works here, by the same. `email`: another's record with the member's email. `home`: the address or
 * telephone of the member's own record. `neighbour`: its postcode. `surname`: theirs, and a rare one. `watched`: see 0038.
 */
export type Tie = 'said' | 'own' | 'namesake' | 'colleague' | 'email' | 'home' | 'neighbour' | 'surname' | 'watched'

export interface Acquaintance {
  tiesOf(member: string, patient: string): Tie[]
  /** One word for all who live where the patient does; null where that is not known, or they are too many for a home. */
  homeOf(patient: string): string | null
  /** The patient's surname, folded, where it is rare here and in the country; null otherwise. */
  rareSurnameOf(patient: string): string | null
}

/** A surname of more than this part of the patients, and of more than so many, says nothing. */
const rarePart = 0.001
const rareCount = 8
const mostNamesakes = 3
const mostLived = 2
/** Flats of one number, a home for the old: not a family. */
const mostAtHome = 8

/** @param members those who have access now; the rest are no acquaintance of anybody's */
export function acquaint(
  members: readonly MemberNamed[],
  people: PeopleKnown,
  restricted: ReadonlySet<string> = new Set(),
): Acquaintance {
  const byMember = new Map(members.map((one) => [one.member, one]))
  const own = new Map<string, OwnRecords>()
  const staff = new Map<string, string>()
  for (const one of members) {
    const found = ownOf(one, people, restricted)
    own.set(one.member, found)
    for (const { id } of found.lived) staff.set(id, one.member)
  }
  return {
    tiesOf(member, patient) {
      const [who, records, person] = [byMember.get(member), own.get(member), people.find(patient)]
      if (person === undefined) return []
      const ties: Tie[] = person.watched ? ['watched'] : []
      if (who === undefined || records === undefined) return ties
      if (records.said.some(({ id }) => id === patient)) return [...ties, 'said']
      if (records.sure.some(({ id }) => id === patient)) return [...ties, 'own']
      if (records.namesakes.some(({ id }) => id === patient)) return [...ties, 'namesake']
      if (staff.has(patient)) ties.push('colleague')
      if (hasEmail(person, who.email)) ties.push('email')
      const homes = records.lived
      if (homes.some((one) => isOneHome(one, person))) ties.push('home')
      else if (homes.some((one) => isOnePostcode(one, person))) ties.push('neighbour')
      if (isSurnameOf(person, who.name) && isRare(person.family, people)) ties.push('surname')
      return ties
    },
    homeOf(patient) {
      const person = people.find(patient)
      if (person?.house === undefined || person.postcode === null) return null
      const { house, postcode } = person
      const home = people.holders('postcode', postcode).filter((one) => one.house === house)
      // An id of it, not the address: it is kept, and an erased patient's address must not be.
      return home.length > mostAtHome ? null : (home.map(({ id }) => id).toSorted()[0] ?? null)
    },
    rareSurnameOf(patient) {
      const person = people.find(patient)
      return person !== undefined && isRare(person.family, people) ? foldName(person.family) : null
    },
  }
}

interface OwnRecords {
  /** By what was said of it. */
  said: Person[]
  /** By the email, and a name. */
  sure: Person[]
  /** By the whole name, where nothing surer tells; up to three. */
  namesakes: Person[]
  /** Where they seem to live, and who they seem to be to the others: what is said or sure, or one or two namesakes. */
  lived: Person[]
}

/**
 * What is said of a member's record is added to what their name and email say, and takes nothing away: who says somebody else's to be
 * their own hides nothing by it. Only between namesakes it decides.
 */
function ownOf(
  { name, email, ownRecord }: MemberNamed,
  people: PeopleKnown,
  restricted: ReadonlySet<string>,
): OwnRecords {
  const words = wordsOf(name)
  const said = ownRecord ? recordsSaid(ownRecord, words, people).filter(({ id }) => !restricted.has(id)) : []
  const sure = people.holders('email', email).filter((person) => sharesName(person, words))
  const named = words.length < 2 ? [] : surnamesOf(words).flatMap((family) => people.named(family, words[0]!))
  const isDecided = sure.length > 0 || named.some(({ id }) => said.some((one) => one.id === id))
  const namesakes = isDecided || named.length > mostNamesakes ? [] : named
  const likely = namesakes.length > mostLived ? [] : namesakes
  return { said, sure, namesakes, lived: [...said, ...sure, ...likely] }
}

function isSurnameOf({ family }: Person, name: string): boolean {
  const folded = foldName(family)
  return folded !== '' && surnamesOf(wordsOf(name)).includes(folded)
}

function isRare(family: string, people: PeopleKnown): boolean {
  return !isCommonSurname(foldName(family)) && people.bearers(family) <= Math.max(rareCount, people.count * rarePart)
}

function hasEmail({ email }: Person, other: string): boolean {
  return email !== null && foldEmail(email) === foldEmail(other)
}

function isOneHome(one: Person, other: Person): boolean {
  const phone = foldPhone(one.phone ?? '')
  if (phone !== '' && phone === foldPhone(other.phone ?? '')) return true
  return one.house !== undefined && one.house === other.house && isOnePostcode(one, other)
}

function isOnePostcode(one: Person, other: Person): boolean {
  return one.postcode !== null && one.postcode === other.postcode
}
