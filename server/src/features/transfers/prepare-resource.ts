import type { RefusedLine } from '@candour/contract/transfers.ts'
import { checkResource } from '../resources/check-resource.ts'
import type { ArrivedResource } from '../resources/keep-many.ts'
import { originsOf } from '../resources/origins.ts'
import { deriveId } from './derive-id.ts'
import type { Found } from './find-resources.ts'
import type { Resolved } from './resolve-references.ts'
import { rewriteReferences } from './rewrite-references.ts'
import type { Source } from './source.ts'

export type Prepared = { found: Found; type: string } & ({ arrived: ArrivedResource } | { refused: RefusedLine })

const unknown = 'Unknown'

/** A resource as it is to be kept: checked, with an id, its references pointing where they can. */
export function prepareResource(source: Source, practice: string, resolved: Resolved, found: Found): Prepared {
  const refuse = (type: string, location: string, reason: string): Prepared => ({
    found,
    type,
    refused: { file: source.files[found.file]!.name, line: found.line, location, reason },
  })
  if (found.problem !== null) return refuse(unknown, '', found.problem)
  const { bytes, rewritten } = rewriteReferences(found.bytes, (text) => {
    const urn = found.fullUrls?.get(text)
    if (urn !== undefined) return { reference: urn, remember: false }
    const reference = resolved.byText.get(text)
    return reference === undefined ? null : { reference, remember: true }
  })
  const checked = checkResource(null, bytes)
  if ('problems' in checked) {
    const [first] = checked.problems
    const more = checked.problems.length - 1
    const reason = first!.message + (more === 0 ? '' : ` And ${more} more.`)
    return refuse(typeNamedIn(found.bytes), first!.path, reason)
  }
  const { resource } = checked
  const type = resource.resourceType
  if (type === 'Bundle') return refuse(type, 'Bundle', 'A Bundle is taken as a file of its own, not within another.')
  const fhirId = resource.id ?? deriveId(practice, found.fullUrl, found.bytes)
  const arrived: ArrivedResource = { type, fhirId, resource, received: bytes }
  if (rewritten.length > 0) arrived.origins = originsOf(bytes, rewritten)
  return { found, type, arrived }
}

/** As the bytes say, right or wrong: what is refused is counted under it. */
function typeNamedIn(bytes: Buffer): string {
  const match = /"resourceType"\s*:\s*"([A-Z][A-Za-z]{1,40})"/.exec(bytes.toString('latin1', 0, 4096))
  return match?.[1] ?? unknown
}
