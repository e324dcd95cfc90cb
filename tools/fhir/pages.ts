/** The generated files about FHIR, with their texts. */
import { compileFhirPath } from './compile-fhirpath.ts'
import { ownersPage, ownersTable } from './sealing-owners.ts'
import { readStructures, type Structures } from './structures.ts'

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
