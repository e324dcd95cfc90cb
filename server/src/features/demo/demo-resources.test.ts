import { describe, expect, test } from 'vitest'
import { patientsNamed } from '../../platform/fhir/patients-named.ts'
import { validateResource } from '../../platform/fhir/validate-resource.ts'
import { demoPractice } from './demo-practice.ts'

describe.each(['dental', 'gp', 'community', 'ambulance'] as const)('a %s demonstration', (kind) => {
  test('is valid R4 throughout, and each resource belongs to the patient in whose record it stands', () => {
    let count = 0
    for (const { id, resources } of demoPractice({ kind, seed: 'valid', patients: 60, today: '2026-11-22' }).records) {
      for (const resource of resources) {
        count += 1
        const where = `${resource.resourceType}/${resource.id}`
        expect([where, validateResource(resource.resourceType, resource)]).toEqual([where, []])
        expect([where, patientsNamed(resource).owners.map((owner) => owner.id)]).toEqual([where, [id]])
      }
    }
    expect(count).toBeGreaterThan(300)
  })
})
