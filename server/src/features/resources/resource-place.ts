import type { Place } from '../../platform/vault/vault.ts'

export interface ResourceVersion {
  type: string
  /** Internal id. */
  id: string
  version: number
  deleted: boolean
}

/** Where a version of a resource is sealed: its bytes, or the summary that lists show. A deletion opens only as one. */
export function resourcePlace(part: 'content' | 'summary', { type, id, version, deleted }: ResourceVersion): Place {
  const field = deleted ? `deletion-${part}` : part
  return { table: 'candour.resource', field, record: `${type}/${id}`, revision: version, schema: 1 }
}
