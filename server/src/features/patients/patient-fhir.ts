import type { PatientCard, PatientDetails } from '@candour/contract/patients.ts'
import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import type { FhirResource } from '../resources/parse-resource.ts'

/** NHS England's identifier system for NHS numbers (UK Core). */
const nhsSystem = 'https://fhir.nhs.uk/Id/nhs-number'

type Identity = Omit<PatientCard, 'id' | 'version' | 'allergies'>

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

interface HumanName {
  use?: string
  family?: string
  given?: string[]
  prefix?: string[]
  text?: string
}

/** Any FHIR Patient as Candour shows it, read leniently: records from elsewhere lack this and that. */
export function identityOf(resource: FhirResource): Identity {
  const names = list<HumanName>(resource['name'])
  const name = names.find((one) => one.use === 'official') ?? names.find((one) => one.use !== 'old') ?? names[0] ?? {}
  const telecom = list<{ system?: string; value?: string; use?: string }>(resource['telecom']).filter(
    (one) => one.use !== 'old',
  )
  const address = list<{ line?: string[]; city?: string; postalCode?: string; use?: string }>(resource['address']).find(
    (one) => one.use !== 'old',
  )
  const identifiers = list<{ system?: string; value?: string }>(resource['identifier'])
  const nhsNumber = plainNhsNumber(identifiers.find((one) => one.system === nhsSystem)?.value ?? '')
  const gender = resource['gender']
  const died = resource['deceasedDateTime']
  return {
    family: name.family ?? (name.given === undefined ? (name.text ?? '') : ''),
    given: list<string>(name.given).join(' '),
    title: list<string>(name.prefix).join(' '),
    birthDate: typeof resource['birthDate'] === 'string' ? resource['birthDate'] : '',
    diedAt: typeof died === 'string' ? died : resource['deceasedBoolean'] === true ? '' : null,
    sex:
      gender === 'female' || gender === 'male' || gender === 'other' || gender === 'unknown' ? gender : 'not_recorded',
    nhsNumber: isNhsNumber(nhsNumber) ? nhsNumber : null,
    phone: telecom.find((one) => one.system === 'phone')?.value ?? null,
    email: telecom.find((one) => one.system === 'email')?.value ?? null,
    address:
      address === undefined
        ? null
        : { lines: list<string>(address.line), town: address.city ?? '', postcode: address.postalCode ?? null },
  }
}

function list<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : []
}
