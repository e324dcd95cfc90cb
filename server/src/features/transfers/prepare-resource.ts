import type { RefusedLine } from '@candour/contract/transfers.ts'
import type { ArrivedResource } from '../resources/keep-many.ts'
import type { ResourceChecker } from '../resources/resource-checker.ts'
import { originsOf } from '../resources/origins.ts'
import { deriveId } from './derive-id.ts'
import type { Found } from './find-resources.ts'
import type { Resolved } from './resolve-references.ts'
import { rewriteReferences } from './rewrite-references.ts'
import type { Source } from './source.ts'

/** Where it stands in the source, and how many bytes it has there. */
export interface Place {
  file: number
  line: number
  size: number
}

export type Prepared = { place: Place; type: string } & ({ arrived: ArrivedResource } | { refused: RefusedLine })

const unknown = 'Unknown'

export interface Preparing {
  source: Source
  practice: string
  checker: ResourceChecker
  now: Date
}

/** A resource as it is to be kept: checked, with an id, its references pointing where they can. */
export async function prepareResource(
  { source, practice, checker, now }: Preparing,
  resolved: Resolved,
  found: Found,
): Promise<Prepared> {
  const place = { file: found.file, line: found.line, size: found.bytes.length }
  const refuse = (type: string, location: string, reason: string): Prepared => ({
    place,
    type,
    refused: { file: source.files[place.file]!.name, line: place.line, location, reason },
  })
  if (found.problem !== null) return refuse(unknown, '', found.problem)
  const { bytes: mended, rewritten } = rewriteReferences(found.bytes, (text) => {
    const urn = found.fullUrls?.get(text)
    if (urn !== undefined) return { reference: urn, remember: false }
    const reference = resolved.byText.get(text)
    return reference === undefined ? null : { reference, remember: true }
  })
  const said = typeNamedIn(found.bytes)
  const outcome = await checker.check(null, mended, now)
  if ('problems' in outcome) {
    const [first] = outcome.problems
    const more = outcome.problems.length - 1
    const reason = first!.message + (more === 0 ? '' : ` And ${more} more.`)
    return refuse(said, first!.path, reason)
  }
  const { facts } = outcome
  const { type } = facts
  if (type === 'Bundle') return refuse(type, 'Bundle', 'A Bundle is taken as a file of its own, not within another.')
  const fhirId = facts.id ?? deriveId(practice, found.fullUrl, found.bytes)
  const arrived: ArrivedResource = { type, fhirId, facts, received: mended }
  if (rewritten.length > 0) arrived.origins = originsOf(mended, rewritten)
  return { place, type, arrived }
}

/** As the bytes say, right or wrong: what is refused is counted under it. */
function typeNamedIn(bytes: Buffer): string {
  const match = /"resourceType"\s*:\s*"([A-Z][A-Za-z]{1,40})"/.exec(bytes.toString('latin1', 0, 4096))
  return match?.[1] ?? unknown
}
