import type { Place } from '../../platform/vault/vault.ts'

/** Where a version of a resource is sealed: its bytes, or the summary that lists show. */
export function resourcePlace(field: 'content' | 'summary', type: string, id: string, version: number): Place {
  return { table: 'candour.resource', field, record: `${type}/${id}`, revision: version, schema: 1 }
}
