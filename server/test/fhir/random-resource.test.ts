import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patientsNamed } from '../../src/platform/fhir/patients-named.ts'
import { validateResource } from '../../src/platform/fhir/validate-resource.ts'
import { resourceTypes } from '../../../tools/fhir/definitions.ts'
import { mutate } from './mutate.ts'
import { randomResource } from './random-resource.ts'

describe('Random resources of all types, made from the definitions', () => {
  it('are valid', { timeout: 120_000 }, () => {
    for (const type of resourceTypes()) {
      for (const { text } of fc.sample(randomResource(type), { numRuns: 4, seed: 20_261_122 })) {
        expect(validateResource(type, JSON.parse(text)), text).toEqual([])
      }
    }
  })

  it('say whose they are, and leave no patient outside', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(randomResource(), ({ type, text }) => {
        const { owners, place } = patientsNamed(JSON.parse(text))
        const names = type === 'Patient' || /"reference"\s*:\s*"(https:\/\/example.org\/fhir\/)?Patient[/?]/.test(text)
        expect(place === 'patient', text).toBe(owners.length > 0)
        if (names) expect(place, text).toBe('patient')
      }),
      { numRuns: 300 },
    )
  })

  it('get issues or none when they are damaged, and never throw', { timeout: 120_000 }, () => {
    let refused = 0
    let read = 0
    const damaged = randomResource().chain(({ type, text }) =>
      fc.tuple(fc.constant(type), fc.array(mutate(text), { minLength: 10, maxLength: 10 })),
    )
    fc.assert(
      fc.property(damaged, ([type, texts]) => {
        for (const text of texts) {
          let value: unknown
          try {
            value = JSON.parse(text)
          } catch {
            continue
          }
          read++
          const issues = validateResource(type, value)
          expect(issues.length).toBeLessThanOrEqual(50)
          for (const { diagnostics } of issues) expect(diagnostics.length).toBeLessThan(700)
          if (issues.length > 0) refused++
          const { place } = patientsNamed(value)
          if (/"reference":"Patient\/[a-z0-9]/.test(JSON.stringify(value))) expect(place, text).not.toBe('practice')
        }
      }),
      { numRuns: 300 },
    )
    expect(refused / read).toBeGreaterThan(0.7)
  })

  it('keep odd lexemes of numbers, escapes and space in their text', () => {
    const texts = fc.sample(randomResource('Observation'), { numRuns: 200, seed: 1 }).map(({ text }) => text)
    for (const odd of [/1e2/, /0\.10/, /\\u/, /: /, /"_\w+"/]) expect(texts.some((text) => odd.test(text))).toBe(true)
  })
})
