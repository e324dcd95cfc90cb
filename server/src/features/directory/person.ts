import type { PatientMatch } from '@candour/contract/patients.ts'

/** What the finder shows of a patient: identity alone. */
export type Listed = Omit<PatientMatch, 'reason'>

/** What the finder looks in. */
export interface Person extends Listed {
  email: string | null
  /** The numbers of the house, or its name; missing where no address is known. For Candour's watch over access alone. */
  house?: string
  /** Every opening without a part in the care is told of; missing where it is not so. */
  watched?: true
}

/** One line of JSON, about 150 bytes: how a person lies in blocks and in memory. */
export function packPerson(person: Person): string {
  const { id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email, house, watched } = person
  const packed: Packed = [id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email]
  if (house !== undefined || watched) packed.push(house ?? '')
  if (watched) packed.push(1)
  return JSON.stringify(packed)
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
  house?: string,
  watched?: 1,
]

export function unpackPerson(line: string): Person {
  const [id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email, house, watched] = JSON.parse(
    line,
  ) as Packed
  const person: Person = { id, family, given, title, birthDate, sex, nhsNumber, phone, postcode, email }
  if (house) person.house = house
  if (watched) person.watched = true
  return person
}

export function listedOf({ email: _email, house: _house, watched: _watched, ...listed }: Person): Listed {
  return listed
}
