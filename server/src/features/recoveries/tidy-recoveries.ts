import type { Across } from '../../platform/database/workspace.ts'
import { recoveries } from './recoveries.store.ts'

/** A day after its hour nothing is left of it but its entries. */
export async function tidyRecoveries(gate: Across): Promise<void> {
  await recoveries.tidy(gate)
}
