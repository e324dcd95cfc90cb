import type { Across } from '../../platform/database/workspace.ts'
import { recoveries } from './recoveries.store.ts'

/** Whatever colleagues were asked for opens nothing any more: it was asked with a password that counts no more. */
export async function endRecoveries(gate: Across, account: string): Promise<void> {
  await recoveries.endAll(gate, account)
}
