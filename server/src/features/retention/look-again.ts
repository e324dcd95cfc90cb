import type { Within } from '../../platform/http/endpoint.ts'
import { retentions } from './retention.store.ts'

/** Something is not held any more: whatever is past is looked at from the beginning. */
export async function lookAgain({ tx }: Pick<Within, 'tx'>): Promise<void> {
  await retentions.looked(tx, 0)
}
