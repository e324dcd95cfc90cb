import { AppError } from '../../platform/app-error.ts'
import { breather } from '../../platform/breathe.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { openRow, type OpenedResource } from './read-resource.ts'
import { anyLeft, listNewestAfter, lowestId } from './resources.store.ts'

export interface OpenedPage {
  resources: OpenedResource[]
  /** Ids of those that were altered. */
  closed: string[]
  /** The last id of the page; null when there are no more behind it. */
  last: string | null
}

/**
 * The newest versions of a practice's resources of one type by internal id, up to `most` from `after` on: those that are
 * neither deleted nor erased. One that was altered keeps no other from being opened.
 */
export async function openPage(within: Within, type: string, after: string | null, most: number): Promise<OpenedPage> {
  const { rows, next } = await listNewestAfter(within.tx, null, { type, id: after ?? lowestId }, most)
  const page: OpenedPage = { resources: [], closed: [], last: next?.type === type ? next.id : null }
  const breathe = breather()
  for (const row of rows) {
    await breathe()
    try {
      const opened = await openRow(within, row)
      if (!opened.deleted) page.resources.push(opened)
    } catch (error) {
      if (error instanceof SealBroken) page.closed.push(row.id)
      else if (!(error instanceof AppError && error.code === 'resource.gone')) throw error
    }
  }
  return page
}

/** Whether the practice has a resource of this type that is neither deleted nor erased. */
export function hasAny(within: Pick<Within, 'tx'>, type: string): Promise<boolean> {
  return anyLeft(within.tx, type)
}
