import type { Within } from '../../platform/http/endpoint.ts'
import type { Person } from '../directory/person.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { openPage } from '../resources/open-page.ts'
import { readResource } from '../resources/read-resource.ts'
import { identityOf, type Identity } from './patient-fhir.ts'

/** A patient as the finder knows them. */
export function personOf(patient: string, identity: Identity): Person {
  const { family, given, title, birthDate, sex, nhsNumber, phone, email, address } = identity
  const postcode = address?.postcode ?? null
  return { id: patient, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
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
