import type { Within } from '../../platform/http/endpoint.ts'
import { openUnlessGone, type OpenedResource } from './read-resource.ts'
import { openSummary } from './list-summaries.ts'
import { listNewestAfter, type Position } from './resources.store.ts'
import type { Origin } from './origins.ts'

export type { Position } from './resources.store.ts'

export interface OpenedMany {
  resources: (OpenedResource & { origins: Origin[] })[]
  /** Where to go on; null when that was all. */
  next: Position | null
}

/**
 * The newest versions, without what was deleted or erased, of a practice, or of what one patient owns, by type and
 * internal id: up to `most` from `after` on. Who owns them stands in `within.tx.touched`.
 */
export async function openMany(
  within: Within,
  { patient, after, most }: { patient: string | null; after: Position | null; most: number },
): Promise<OpenedMany> {
  const { rows, next } = await listNewestAfter(within.tx, patient, after, most)
  const resources: OpenedMany['resources'] = []
  for (const row of rows) {
    const opened = await openUnlessGone(within, row)
    if (opened === 'gone' || opened.deleted) continue
    const origins = openSummary(within.vault, opened.key, row)?.summary.origins ?? []
    resources.push({ ...opened, origins })
  }
  return { resources, next }
}
