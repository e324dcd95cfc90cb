import type { Within } from '../../platform/http/endpoint.ts'
import { enqueue } from '../../platform/jobs/enqueue.ts'

/** Has the directory folded once this has committed, as after an import: until then its new rows are opened one by one. */
export function foldSoon(within: Within): Promise<void> {
  return enqueue(within, { name: 'directory.fold', runAt: within.now, payload: {} })
}
