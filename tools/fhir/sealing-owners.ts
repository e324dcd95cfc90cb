/** The table of sealing owners, from the definitions and the reviewed list; fails on what nobody has reviewed. */
import { lastPart, resourceTypes, structureDefinitions } from './definitions.ts'
import type { Element } from './element.ts'
import { documents, reviewed } from './sealing-owner-list.ts'

export interface Owners {
  type: string
  owns: string[]
  mentions: string[]
  otherwise: 'practice' | 'unfiled'
}

function words(text: string | undefined): string[] {
  return text?.split(/[ +]/) ?? []
}

/** Elements of a type that may refer to a patient, without the type's name: `participant.actor`, `value[x]`. */
function mayNamePatient({ name, snapshot }: { name: string; snapshot: { element: Element[] } }): string[] {
  const may = ({ type }: Element) =>
    type?.some(({ code, targetProfile }) => {
      const targets = targetProfile?.map(lastPart) ?? ['Resource']
      return code === 'Reference' && (targets.includes('Patient') || targets.includes('Resource'))
    })
  return snapshot.element.filter((one) => may(one)).map(({ path }) => path.slice(name.length + 1))
}

/** What of the definitions the list leaves out, and what it names that they don't have. Both must be empty. */
export function unreviewed(): string[] {
  const found: string[] = []
  for (const definition of structureDefinitions()) {
    if (definition.kind === 'primitive-type') continue
    const may = mayNamePatient(definition)
    const { owns, mentions } = reviewed[definition.name] ?? {}
    const listed = [...words(owns), ...words(mentions)]
    found.push(
      ...may.filter((path) => !listed.includes(path)).map((path) => `${definition.name}.${path} is not reviewed`),
    )
    const gone = listed.filter((path, place) => !may.includes(path) || listed.indexOf(path) !== place)
    found.push(...gone.map((path) => `${definition.name}.${path} is reviewed, and may not name a patient`))
  }
  const names = structureDefinitions().map(({ name }) => name)
  const unknown = [...Object.keys(reviewed), ...documents].filter((name) => !names.includes(name))
  return [...found, ...unknown.map((name) => `${name} is no type of R4`)]
}

export function readOwners(): Owners[] {
  const wrong = unreviewed()
  if (wrong.length > 0) throw new Error(`tools/fhir/sealing-owner-list.ts: ${wrong.join('; ')}`)
  return resourceTypes().map((type) => ({
    type,
    owns: reviewed[type]?.owns?.split(' ') ?? [],
    mentions: words(reviewed[type]?.mentions),
    otherwise: documents.includes(type) ? 'unfiled' : 'practice',
  }))
}

/** `topic[x]` is `topicReference` in JSON. */
const inJson = (path: string) => path.replace(/\[x\]/g, 'Reference')

export function ownersTable(): string {
  const rows = readOwners().map(({ type, owns, otherwise }) => {
    const ranks = owns.map(
      (rank) =>
        `[${rank
          .split('+')
          .map((path) => `'${inJson(path)}'`)
          .join(', ')}]`,
    )
    return `  ${type}: { owns: [${ranks.join(', ')}], otherwise: '${otherwise}' },`
  })
  return `/**
 * Promise: every type of R4 says by which elements a patient owns it. Generated from the R4 definitions and
 * \`tools/fhir/sealing-owner-list.ts\` by \`npm run generate\`; for people: \`docs/sealing-owners.md\`.
 */
export interface SealingOwner {
  /** Paths of elements by rank: the first rank that names a patient decides. */
  owns: readonly (readonly string[])[]
  /** Where it belongs when it names no patient at all. */
  otherwise: 'practice' | 'unfiled'
}

export const sealingOwners: Record<string, SealingOwner> = {
${rows.join('\n')}
}
`
}

export function ownersPage(): string {
  const code = (paths: string[], between: string) => paths.map((path) => `\`${path}\``).join(between)
  const rows = readOwners().map(({ type, owns, mentions, otherwise }) => {
    const own = type === 'Patient' ? 'itself' : owns.map((rank) => code(rank.split('+'), ' and ')).join(', then ')
    return `| ${type} | ${own} | ${code(mentions, ', ')} | ${otherwise} |`
  })
  return `# Whose record a resource is

Generated from the R4 definitions and \`tools/fhir/sealing-owner-list.ts\` by \`npm run generate\`, which fails when an element
that may refer to a patient is in neither column. It decides the compartment, and with it key, access log, export and
erasure. It is not FHIR's patient compartment, which is for search.

- The first element (or pair) that names a patient decides; all patients that it names own the resource together.
- When none does, every patient who is mentioned anywhere owns it: in the elements of the second column, in extensions,
  in data types (notes' authors, signatures), in what is contained. **No resource that names a patient is left outside a
  patient's compartment.**
- When nobody is named, it belongs to the practice; documents wait unfiled. Unfiled too is what has an owner's element that
  tells nobody apart: a name alone, an identifier that isn't known, a reference whose type can't be seen.
- A resource that reaches a patient only through another one (a Provenance of an Observation, a Slot of a Schedule) names no
  patient: it follows nothing.

| Type | Whose record it is | Mentions only | Names nobody |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}
