import type { PatientCard, PatientDetails } from '@candour/contract/patients.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { conceptText, elementOf, elementsOf, textOf } from '../resources/read-leniently.ts'
import { readResources, type OpenedResource } from '../resources/read-resource.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { summarise } from '../resources/summarise.ts'
import { writeResource } from '../resources/write-resource.ts'
import type { Summary } from '../resources/summary.ts'

type Allergies = PatientCard['allergies']

/** SNOMED CT, "No known allergy". */
const noneKnown = { system: 'http://snomed.info/sct', code: '716186003', display: 'No known allergy' }
const statusSystem = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification'

/** The allergies of the banner, from the record's AllergyIntolerance resources; nothing there means not recorded. */
export async function readAllergies(within: Within, patient: string): Promise<Allergies> {
  const { allergies } = await open(within, patient)
  return allergies
}

async function open(within: Within, patient: string) {
  const opened = await readResources(within, patient, 'AllergyIntolerance')
  const valid = opened
    .map((one) => ({ one, resource: JSON.parse(one.bytes.toString()) as FhirResource }))
    .filter(({ resource }) =>
      codesOf(resource['verificationStatus']).every((code) => code !== 'entered-in-error' && code !== 'refuted'),
    )
  const items = valid
    .filter(({ resource }) => !codesOf(resource['code']).includes(noneKnown.code))
    .map(({ resource }) => ({ substance: substanceOf(resource), reaction: reactionOf(resource) }))
  const allergies: Allergies =
    items.length > 0 ? { state: 'listed', items } : { state: valid.length > 0 ? 'none_known' : 'not_recorded' }
  return { allergies, valid }
}

/** Brings the record to what the form says: what is no longer said is marked as entered in error, never deleted. */
export async function writeAllergies(
  within: Within,
  key: CompartmentKey,
  wanted: PatientDetails['allergies'],
  author: Summary['author'],
): Promise<void> {
  const { allergies, valid } = await open(within, key.compartment)
  if (JSON.stringify(allergies) === JSON.stringify(wanted)) return
  for (const { one, resource } of valid) withdraw(within, key, one, resource, author)
  addAllergies(within, key, wanted, author)
}

/** To a record that holds none. */
export function addAllergies(
  within: Within,
  key: CompartmentKey,
  wanted: PatientDetails['allergies'],
  author: Summary['author'],
): void {
  if (wanted.state === 'not_recorded') return
  const codes =
    wanted.state === 'none_known'
      ? [{ code: { coding: [noneKnown], text: noneKnown.display } }]
      : wanted.items.map(({ substance, reaction }) => ({
          code: { text: substance },
          ...(reaction === '' ? {} : { reaction: [{ manifestation: [{ text: reaction }] }] }),
        }))
  for (const code of codes) {
    const resource: FhirResource = {
      resourceType: 'AllergyIntolerance',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      verificationStatus: { coding: [{ system: statusSystem, code: 'confirmed' }] },
      patient: { reference: `Patient/${key.compartment}` },
      recordedDate: within.now.toISOString(),
      ...code,
    }
    write(within, key, newId(), 1, resource, author)
  }
}

function withdraw(
  within: Within,
  key: CompartmentKey,
  { id, version }: OpenedResource,
  resource: FhirResource,
  author: Summary['author'],
) {
  const { clinicalStatus: _gone, ...rest } = resource
  const withdrawn = {
    ...rest,
    verificationStatus: { coding: [{ system: statusSystem, code: 'entered-in-error' }] },
  } as FhirResource
  write(within, key, id, version + 1, withdrawn, author)
}

function write(
  within: Within,
  key: CompartmentKey,
  id: string,
  version: number,
  resource: FhirResource,
  author: Summary['author'],
) {
  const { now } = within
  const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), { id, version, lastUpdated: now })
  const summary = { ...summarise(resource, now), author }
  writeResource(within, key, { type: 'AllergyIntolerance', id, version, bytes, summary })
}

function codesOf(concept: unknown): string[] {
  return elementsOf(elementOf(concept)['coding']).map((one) => textOf(one['code']))
}

function substanceOf(resource: FhirResource): string {
  return conceptText(resource['code']) || 'Substance not named'
}

function reactionOf(resource: FhirResource): string {
  return elementsOf(resource['reaction'])
    .flatMap((one) => elementsOf(one['manifestation']))
    .map(conceptText)
    .join(', ')
}
