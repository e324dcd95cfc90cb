import type { PatientMatch } from '@candour/contract/patients.ts'

/** What the finder shows of a patient: identity alone. */
export type Listed = Omit<PatientMatch, 'reason'>

/** What the finder looks in. */
export interface Person extends Listed {
  email: string | null
}

/** One line of JSON, about 150 bytes: how a person lies in blocks and in memory. */
export function packPerson(person: Person): string {
  const { id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email } = person
  return JSON.stringify([id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email])
}

type Packed = [
  id: string,
  family: string,
  given: string,
  title: string,
  birthDate: string,
  sex: Listed['sex'],
  nhsNumber: string | null,
  phone: string | null,
  postcode: string | null,
  email: string | null,
]

export function unpackPerson(line: string): Person {
  const [id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email] = JSON.parse(line) as Packed
  return { id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
}

export function listedOf({ email: _email, ...listed }: Person): Listed {
  return listed
}
