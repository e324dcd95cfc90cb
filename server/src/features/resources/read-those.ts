import type { Within } from '../../platform/http/endpoint.ts'
import { openUnlessGone, type OpenedResource } from './read-resource.ts'
import { pagesOfNewest } from './resources.store.ts'

/** A resource by its type and internal id. */
export interface Named {
  type: string
  id: string
}

/**
 * The newest versions of these that are there, deletions too, in few statements; 32 MiB of them are open at a time.
 * `gone`: its key was destroyed.
 */
export async function* readThose(
  within: Within,
  asked: readonly Named[],
): AsyncGenerator<Named & { opened: OpenedResource | 'gone' }> {
  for await (const rows of pagesOfNewest(within.tx, asked))
    for (const row of rows) {
      const { type, id } = row
      yield { type, id, opened: await openUnlessGone(within, row) }
    }
}
