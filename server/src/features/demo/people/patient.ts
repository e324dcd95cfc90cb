import { londonInstant } from '../calendar.ts'
import type { FhirResource } from '../../resources/check-resource.ts'
import type { Person } from './person.ts'

/** A person as a FHIR Patient: https://hl7.org/fhir/R4/patient.html */
export function toPatient(person: Person): FhirResource {
  const { id, family, given, title, gender, birthDate, nhsNumber, phone, email, home, diedOn } = person
  const telecom = [
    ...(phone === null ? [] : [{ system: 'phone', value: phone, use: phone.startsWith('07') ? 'mobile' : 'home' }]),
    ...(email === null ? [] : [{ system: 'email', value: email }]),
  ]
  return {
    resourceType: 'Patient',
    id,
    ...(nhsNumber === null
      ? {}
      : { identifier: [{ use: 'official', system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }] }),
    active: diedOn === null,
    name: [
      {
        use: 'official',
        family,
        ...(given.length === 0 ? {} : { given }),
        ...(title === '' ? {} : { prefix: [title] }),
      },
    ],
    ...(telecom.length === 0 ? {} : { telecom }),
    gender,
    birthDate,
    ...(diedOn === null ? {} : { deceasedDateTime: londonInstant(diedOn, 6 * 60).toISOString() }),
    address: [{ use: 'home', line: home.lines, city: home.town, postalCode: home.postcode, country: 'GB' }],
  }
}
