import type { Within } from '../../platform/http/endpoint.ts'
import type { Person } from '../directory/person.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { openPage } from '../resources/open-page.ts'
import { readResource } from '../resources/read-resource.ts'
import { foldName } from './normalise.ts'
import { identityOf, type Identity } from './patient-fhir.ts'

/** A patient as the finder knows them. */
export function personOf(patient: string, identity: Identity): Person {
  const { family, given, title, birthDate, sex, nhsNumber, phone, email, address, watched } = identity
  const postcode = address?.postcode ?? null
  const person: Person = { id: patient, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
  const house = postcode === null ? '' : houseOf(address!.lines)
  if (house !== '') person.house = house
  if (watched) person.watched = true
  return person
}

/** Which house of a postcode: its numbers ("Flat 2, 14 Mill Lane" is 2/14), else its name. */
function houseOf(lines: readonly string[]): string {
  const numbers = lines.flatMap((line) => line.slice(0, 100).match(/\b\d{1,5}[a-z]?\b/gi) ?? [])
  return numbers.length > 0 ? numbers.join('/').toLowerCase() : foldName(lines[0] ?? '').slice(0, 24)
}

export interface PeoplePage {
  people: Person[]
  /** How many could not be opened, for they were altered. */
  closed: number
  /** The last patient of the page; null when there are no more behind. */
  last: string | null
}

/** The patients of the practice by internal id, up to `most` from `after` on, opened from their records. */
export async function peopleAfter(within: Within, after: string | null, most: number): Promise<PeoplePage> {
  const { resources, closed, last } = await openPage(within, 'Patient', after, most)
  const people = resources.map(({ id, bytes }) =>
    personOf(id, identityOf(JSON.parse(bytes.toString()) as FhirResource)),
  )
  return { people, closed: closed.length, last }
}

/** One patient from the record, as of now. Throws SealBroken, and `resource.gone` when there is none any more. */
export async function personNow(within: Within, patient: string): Promise<{ revision: number; person: Person } | null> {
  const opened = await readResource(within, 'Patient', patient)
  if (opened === null) return null
  return {
    revision: opened.version,
    person: personOf(patient, identityOf(JSON.parse(opened.bytes.toString()) as FhirResource)),
  }
}
