import type { Across } from '../../platform/database/workspace.ts'
import { codes } from './codes.store.ts'
import { visits } from './visits.store.ts'

/** Sessions and codes whose time is over. */
export async function tidySupport(gate: Across): Promise<void> {
  await visits.tidy(gate)
  await codes.tidy(gate)
}
