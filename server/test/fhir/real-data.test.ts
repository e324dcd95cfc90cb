import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { patientsNamed } from '../../src/platform/fhir/patients-named.ts'
import { validateResource } from '../../src/platform/fhir/validate-resource.ts'
import { readDefinitions } from '../../../tools/fhir/definitions.ts'

interface Resource {
  resourceType: string
  id: string
}

const examples = new URL('examples/official.ndjson', import.meta.url)
/** Data to try things on, beside the checkouts; never part of the repository. */
const beside = new URL('../../../../shared/data/synthea-10/', import.meta.url)
const sample = existsSync(beside) ? beside : undefined
const why = sample === undefined ? ' (left out: shared/data/synthea-10 is not here)' : ''

function lines(file: URL): Resource[] {
  const text = readFileSync(file, 'utf8').split('\n')
  return text.filter((line) => line !== '').map((line) => JSON.parse(line) as Resource)
}

function refused(resources: Resource[]): string[] {
  return resources.flatMap((resource) =>
    validateResource(resource.resourceType, resource).map(
      ({ expression, diagnostics }) => `${resource.resourceType}/${resource.id} ${expression}: ${diagnostics}`,
    ),
  )
}

describe('Resources that others made', () => {
  it(
    'of the specification: all 4,000 resources that define R4 and its terminology are valid',
    { timeout: 60_000 },
    () => {
      const files = [
        'profiles-types',
        'profiles-resources',
        'profiles-others',
        'extension-definitions',
        'search-parameters',
      ]
      files.push('valuesets', 'v3-codesystems', 'v2-tables', 'conceptmaps')
      const all = files.flatMap((file) => readDefinitions<Resource>(`${file}.json`))
      expect(all.length).toBeGreaterThan(4000)
      // The package adds one resource of R4B, which says so.
      expect(refused(all.filter(({ id }) => id !== 'SubscriptionStatus'))).toEqual([])
    },
  )

  it('of the specification: its clinical examples are valid but for one true defect, and belong to their patients', () => {
    const all = lines(examples)
    // This one breaks its own definition: only an Organization dispenses there.
    expect(refused(all)).toEqual([
      'MedicationRequest/medrx0301 MedicationRequest.dispenseRequest.performer.reference: ' +
        'This may refer to Organization, not to Practitioner.',
    ])
    for (const one of all) expect(patientsNamed(one).owners, one.resourceType).toHaveLength(1)
  })

  it.skipIf(sample === undefined)(
    `of a sample of ten patients: all are valid, none that names a patient stays outside${why}`,
    { timeout: 60_000 },
    () => {
      const all = readdirSync(sample!).flatMap((file) => lines(new URL(file, sample)))
      expect(all.length).toBeGreaterThan(7000)
      expect(refused(all)).toEqual([])
      const practice = ['Location', 'Organization', 'Practitioner', 'PractitionerRole']
      for (const one of all) {
        const { owners, place } = patientsNamed(one)
        expect(place).toBe(practice.includes(one.resourceType) ? 'practice' : 'patient')
        expect(owners.length).toBe(place === 'patient' ? 1 : 0)
      }
      expect(all.filter((one) => one.resourceType === 'Device' && patientsNamed(one).owners.length === 1)).toHaveLength(
        16,
      )
    },
  )
})
