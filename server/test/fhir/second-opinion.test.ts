import { indexStructureDefinitionBundle, validateResource as medplum } from '@medplum/core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { validateResource } from '../../src/platform/fhir/validate-resource.ts'
import { readDefinitions } from '../../../tools/fhir/definitions.ts'
import { mutate } from './mutate.ts'
import { randomResource } from './random-resource.ts'

type Explained = readonly (readonly [RegExp, string])[]

/** What Medplum refuses and Candour does not. */
const theirs: Explained = [
  [/^String must contain non-whitespace content/, 'R4 says SHOULD'],
  [
    /^Invalid reference: got "(https:|urn:uuid:.*|\w+\?.*|#.*)"/,
    'Medplum takes what stands before the first slash for the type',
  ],
  [/^Invalid base64Binary format/, 'R4 allows space in base64'],
  [/^Constraint ctm-1 not met/, 'it needs resolve(): docs/fhir-validation.md'],
  [
    /^Conflicting choice of type properties: .*studyEffective/,
    'studyEffectiveTimeFromStart is no choice of studyEffective[x]',
  ],
  [/Invalid additional property.* EvidenceVariable\.characteristic/, "Medplum's EvidenceVariable is not that of R4"],
]

/** What Candour refuses and Medplum does not. */
const ours: Explained = [
  [/^code-invalid/, 'closed lists: Medplum has none (gender "banana")'],
  [/^structure .*must not be empty/, 'empty lists'],
  [/\(ele-1\)|beside a primitive/, 'empty elements, and what stands beside primitives'],
  [
    /^structure "(toString|valueOf|constructor|hasOwnProperty|__proto__|resourceType|_\w+)" is no field/,
    'names that JavaScript has anyway, and those with _',
  ],
  [
    /^structure .*must be an object|must be a list|one value, not a list|has neither a value/,
    'the kind of JSON where Medplum looks no further',
  ],
  [/^structure .*(must be a text|must be true or false|must be a number)/, 'the kind of JSON beside an extension'],
  [/^structure .*has one type, not several/, 'a choice twice, once as an extension'],
  [/^structure .*resourceType/, 'a resource within that says nothing, or nonsense'],
  [/^required/, 'what is required within such a part'],
  [
    /^value (A reference|This may refer|The reference names|"\w+" is no resource)/,
    'the shape of references, and their type',
  ],
  [
    /^value .*(half a character|control characters|spaces|must not be empty|ids that differ|to 64 letters)/,
    'texts that nobody can read back',
  ],
  [/^too-long|^too-costly/, 'bounds'],
  [
    /^invariant .*\((ref-1|dom-\d|ext-1|txt-\d|opd-2|obs-7|csd-1|que-2)\)/,
    'invariants that Medplum leaves out or reads otherwise',
  ],
]

/** Medplum's own elements and types: R4 does not have them. */
const notR4 = /Meta|ResearchStudy|EvidenceVariable/

beforeAll(() => {
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    indexStructureDefinitionBundle(readDefinitions(file) as Parameters<typeof indexStructureDefinitionBundle>[0])
  }
})

function askMedplum(resource: unknown): string[] {
  const say = (issues: { severity?: string; details?: { text?: string }; expression?: string[] }[]) =>
    issues
      .filter(({ severity }) => severity === 'error')
      .map(({ details, expression }) => `${details?.text} ${expression?.[0]}`)
  try {
    return say(medplum(resource as Parameters<typeof medplum>[0]))
  } catch (error) {
    return say(
      (error as { outcome?: { issue: [] } }).outcome?.issue ?? [{ severity: 'error', details: { text: 'threw' } }],
    )
  }
}

describe("A second opinion: Medplum's validator", () => {
  it('agrees on random resources, whole and damaged, but for what is explained here', { timeout: 180_000 }, () => {
    const unexplained: string[] = []
    let same = 0
    let asked = 0
    for (const { type, text } of fc.sample(randomResource(), { numRuns: 80, seed: 22 })) {
      for (const sent of [text, ...fc.sample(mutate(text), { numRuns: 4, seed: asked })]) {
        const resource = parse(sent) as { resourceType?: unknown } | null
        if (resource?.resourceType !== type) continue
        asked++
        const own = validateResource(type, resource).map(
          ({ code, diagnostics, expression }) => `${code} ${diagnostics} ${expression}`,
        )
        const other = askMedplum(resource)
        if ((own.length === 0) === (other.length === 0)) same++
        if (own.length === 0) unexplained.push(...other.filter((one) => !isExplained(one, theirs)))
        if (other.length === 0) unexplained.push(...own.filter((one) => !isExplained(one, ours) && !notR4.test(one)))
      }
    }
    expect(unexplained).toEqual([])
    expect(same / asked).toBeGreaterThan(0.7)
  })

  it('is needed: it lets a gender "banana" pass', () => {
    const patient = { resourceType: 'Patient', gender: 'banana' }
    expect(askMedplum(patient)).toEqual([])
    expect(validateResource('Patient', patient)).toHaveLength(1)
  })
})

function isExplained(issue: string, by: Explained): boolean {
  return by.some(([pattern]) => pattern.test(issue))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
