import type { Within } from '../../platform/http/endpoint.ts'
import { bumpChanges } from './compartments.store.ts'

/** Something in a compartment has changed: what was opened of it before is out of date, on every node. */
export async function countChange({ tx }: Pick<Within, 'tx'>, compartment: string): Promise<void> {
  await bumpChanges(tx, compartment)
}
