/** FHIR patients and notes as the twin reads and writes them. */
import type { PatientCard, PatientDetails } from '@candour/contract/patients.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { randomUUID } from 'node:crypto'
import type { Query } from './database.ts'

type Json = Record<string, any> // eslint-disable-line typescript/no-explicit-any -- FHIR of any kind

const nhsSystem = 'https://fhir.nhs.uk/Id/nhs-number'

export type Identity = Omit<PatientCard, 'id' | 'version' | 'allergies'>

export function identityOf(resource: Json): Identity {
  const name = resource['name']?.[0] ?? {}
  const address = resource['address']?.[0]
  const telecom = (system: string): string | null =>
    resource['telecom']?.find((one: Json) => one['system'] === system)?.value ?? null
  return {
    family: name.family ?? '',
    given: (name.given ?? []).join(' '),
    title: (name.prefix ?? []).join(' '),
    birthDate: resource['birthDate'] ?? '',
    diedAt: resource['deceasedDateTime'] ?? null,
    sex: resource['gender'] ?? 'not_recorded',
    nhsNumber: resource['identifier']?.find((one: Json) => one['system'] === nhsSystem)?.value ?? null,
    phone: telecom('phone'),
    email: telecom('email'),
    address: address && { lines: address.line ?? [], town: address.city ?? '', postcode: address.postalCode ?? null },
  }
}

export function toFhir(details: PatientDetails): Json {
  const { address } = details
  return {
    resourceType: 'Patient',
    ...(details.nhsNumber && { identifier: [{ system: nhsSystem, value: details.nhsNumber }] }),
    active: true,
    name: [{ use: 'official', family: details.family, given: details.given.split(' '), prefix: [details.title] }],
    telecom: [
      ...(details.phone ? [{ system: 'phone', value: details.phone }] : []),
      ...(details.email ? [{ system: 'email', value: details.email }] : []),
    ],
    gender: details.sex,
    birthDate: details.birthDate,
    ...(address && { address: [{ line: address.lines, city: address.town, postalCode: address.postcode }] }),
  }
}

export interface Written {
  id: string
  lastUpdated: Date
  content: string
}

export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

const insertPatient = `insert into patient (practice, patient, family, given, title, birth_date, sex, nhs_number, phone, email,
  postcode, folded_family, folded_given) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
const insertResource = `insert into resource (practice, type, id, version, patient, last_updated, content, kind, title, at, author, preview)
  values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11)`

/** A new Patient, Composition or DocumentReference with id and meta in it; Patients are made findable. */
export async function writeResource(
  query: Query,
  practice: string,
  resource: Json,
  id: string = randomUUID(),
): Promise<Written> {
  const lastUpdated = new Date()
  const at = lastUpdated.toISOString()
  const { resourceType: type, ...rest } = resource
  const content = JSON.stringify({ resourceType: type, id, meta: { versionId: '1', lastUpdated: at }, ...rest })
  const patient = type === 'Patient' ? id : (resource['subject'].reference as string).slice('Patient/'.length)
  const statements: Promise<unknown>[] = []
  if (type === 'Patient') {
    const { family, given, title, birthDate, sex, nhsNumber, phone, email, address } = identityOf(resource)
    const found = [fold(family), fold(given)]
    const columns = [family, given, title, birthDate, sex, nhsNumber, phone, email, address?.postcode ?? null, ...found]
    statements.push(query.run('insert-patient', insertPatient, practice, id, ...columns))
  }
  const kind = type === 'Composition' ? 'note' : type === 'Patient' ? 'patient' : 'file'
  const shown = [kind, resource['title'] ?? type, resource['date'] ?? at, resource['author']?.[0]?.display ?? '', '']
  statements.push(
    query.run('insert-resource', insertResource, practice, type, id, patient, lastUpdated, content, ...shown),
  )
  await Promise.all(statements)
  return { id, lastUpdated, content }
}

export interface ResourceRow {
  id: string
  version: number
  last_updated: Date
  content: string
}

const newest = `select id, version, last_updated, content from resource where practice = $1 and type = $2 and id = $3
  order by version desc limit 1`
const allergies = `select distinct on (id) id, content from resource where practice = $1 and patient = $2 and type = 'AllergyIntolerance'
  order by id, version desc`

export async function readNewest(
  query: Query,
  practice: string,
  type: string,
  id: string,
): Promise<ResourceRow | undefined> {
  return (await query.run<ResourceRow>('read-newest', newest, practice, type, id))[0]
}

export async function readCard(query: Query, practice: string, id: string): Promise<PatientCard | null> {
  const [row, listed] = await Promise.all([
    readNewest(query, practice, 'Patient', id),
    query.run<{ content: string }>('read-allergies', allergies, practice, id),
  ])
  return row === undefined ? null : cardOf(row, listed)
}

export function cardOf(
  { id, version, content }: Omit<ResourceRow, 'last_updated'>,
  listed: { content: string }[],
): PatientCard {
  const items = listed.map((one) => ({
    substance: String((JSON.parse(one.content) as Json)['code'].text),
    reaction: '',
  }))
  return {
    id,
    version,
    ...identityOf(JSON.parse(content) as Json),
    allergies: items.length === 0 ? { state: 'not_recorded' } : { state: 'listed', items },
  }
}

/** The text of a Composition: its sections in order, markup taken out. */
export function fromComposition(resource: Json): { title: string; sections: { heading: string; text: string }[] } {
  const sections = (resource['section'] as Json[]).map((one) => ({
    heading: (one['title'] as string | undefined) ?? '',
    text: xhtmlText(String(one['text']?.div ?? '')),
  }))
  return { title: String(resource['title']), sections }
}
