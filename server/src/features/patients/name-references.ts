import type { patientRoutes } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { listResources } from '../resources/list-summaries.ts'
import { conceptText, elementOf, elementsOf, textOf, textsOf } from '../resources/read-leniently.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import { openPatientKey } from './open-patient.ts'

/** What a practice keeps once for all its records. */
const ofThePractice = new Set([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'HealthcareService',
  'Device',
])

/** Titles of what lies in the same record, names of the practice's people and places. Nothing of another record is named. */
export async function nameReferences(
  call: Call<{ id: string; references: string[] }>,
): Promise<Outcome<OutputOf<typeof patientRoutes.names>>> {
  const key = await openPatientKey(call, call.input.id)
  const own = new Map((await listResources(call, key)).resources.map((one) => [`${one.type}/${one.id}`, one.summary]))
  const nameOne = async (reference: string) => {
    const [type = '', id = '', ...more] = reference.split('/')
    if (!isFhirId(id) || !/^[A-Za-z]{1,64}$/.test(type) || more.length > 0) return []
    const found = own.get(`${type}/${resourceId(call, type, id)}`)
    if (found !== undefined) return [{ reference, name: found.title, value: found.value ?? '' }]
    const name = ofThePractice.has(type) ? await practiceName(call, type, id) : ''
    return name === '' ? [] : [{ reference, name, value: '' }]
  }
  const names = (await Promise.all([...new Set(call.input.references)].map(nameOne))).flat()
  return { output: { names }, subjects: [key.compartment] }
}

/** Empty for what the practice does not keep for all. */
async function practiceName(within: Within, type: string, id: string): Promise<string> {
  const opened = await readVersionOf(within, type, resourceId(within, type, id))
  if (opened === null || opened.deleted || opened.key.kind !== 'practice') return ''
  return nameOf(JSON.parse(opened.bytes.toString()) as FhirResource)
}

function nameOf(resource: FhirResource): string {
  if (typeof resource['name'] === 'string') return resource['name'].slice(0, 200)
  const [name, device] = [elementsOf(resource['name'])[0] ?? {}, elementsOf(resource['deviceName'])[0] ?? {}]
  const parts = [...textsOf(name['prefix']), ...textsOf(name['given']), textOf(name['family'])]
  return (
    textOf(name['text']) ||
    parts.filter((part) => part !== '').join(' ') ||
    textOf(device['name']) ||
    textOf(elementOf(resource['practitioner'])['display']) ||
    conceptText(resource['type']) ||
    conceptText(elementsOf(resource['code'])[0])
  ).slice(0, 200)
}
