import type { PatientCard, PatientDetails } from '@candour/contract/patients.ts'
import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { elementOf, elementsOf, textOf, textsOf, type Element } from '../resources/read-leniently.ts'

/** NHS England's identifier system for NHS numbers (UK Core). */
const nhsSystem = 'https://fhir.nhs.uk/Id/nhs-number'

/** A person of public interest (HL7's code for how such a record is handled): every opening is looked at. */
export const watchedLabel = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'CEL' }

/** Who a patient is, as Candour shows it. */
export type Identity = Omit<PatientCard, 'id' | 'version' | 'allergies'>

/** A registration form as a FHIR Patient; what is not known is left out. */
export function toFhirPatient(details: PatientDetails): FhirResource {
  const telecom = [
    ...(details.phone === null ? [] : [{ system: 'phone', value: details.phone }]),
    ...(details.email === null ? [] : [{ system: 'email', value: details.email }]),
  ]
  const { address } = details
  const lines = address?.lines.filter((line) => line !== '') ?? []
  const place = {
    ...(lines.length === 0 ? {} : { line: lines }),
    ...(address?.town ? { city: address.town } : {}),
    ...(address?.postcode ? { postalCode: address.postcode } : {}),
  }
  return {
    resourceType: 'Patient',
    ...(details.nhsNumber === null ? {} : { identifier: [{ system: nhsSystem, value: details.nhsNumber }] }),
    active: true,
    name: [
      {
        use: 'official',
        family: details.family,
        given: details.given.split(/\s+/),
        ...(details.title === '' ? {} : { prefix: [details.title] }),
      },
    ],
    ...(telecom.length === 0 ? {} : { telecom }),
    gender: details.sex,
    birthDate: details.birthDate,
    ...(Object.keys(place).length === 0 ? {} : { address: [place] }),
  }
}

/** Any FHIR Patient as Candour shows it, read leniently: records from elsewhere lack this and that. */
export function identityOf(resource: FhirResource): Identity {
  const names = elementsOf(resource['name'])
  const name = names.find(({ use }) => use === 'official') ?? names.find(isCurrent) ?? names[0] ?? {}
  const telecom = elementsOf(resource['telecom']).filter(isCurrent)
  const valueOf = (wanted: string) => textOf(telecom.find(({ system }) => system === wanted)?.['value']) || null
  const address = elementsOf(resource['address']).find(isCurrent)
  const identifier = elementsOf(resource['identifier']).find(({ system }) => system === nhsSystem)
  const nhsNumber = plainNhsNumber(textOf(identifier?.['value']))
  const gender = resource['gender']
  const died = resource['deceasedDateTime']
  return {
    family: textOf(name['family']) || (name['given'] === undefined ? textOf(name['text']) : ''),
    given: textsOf(name['given']).join(' '),
    title: textsOf(name['prefix']).join(' '),
    birthDate: textOf(resource['birthDate']),
    diedAt: typeof died === 'string' ? died : resource['deceasedBoolean'] === true ? '' : null,
    sex:
      gender === 'female' || gender === 'male' || gender === 'other' || gender === 'unknown' ? gender : 'not_recorded',
    nhsNumber: isNhsNumber(nhsNumber) ? nhsNumber : null,
    phone: valueOf('phone'),
    email: valueOf('email'),
    address:
      address === undefined
        ? null
        : {
            lines: textsOf(address['line']),
            town: textOf(address['city']),
            postcode: textOf(address['postalCode']) || null,
          },
    ...(isWatched(resource) ? { watched: true } : {}),
  }
}

function isWatched(resource: FhirResource): boolean {
  const labels = elementsOf(elementOf(resource['meta'])['security'])
  return labels.some(isWatchedLabel)
}

export function isWatchedLabel({ system, code }: Element): boolean {
  return system === watchedLabel.system && code === watchedLabel.code
}

function isCurrent({ use }: Element): boolean {
  return use !== 'old'
}
