import type { Across } from '../../platform/database/workspace.ts'
import { accounts } from './accounts.store.ts'
import { tickets } from './tickets.store.ts'

/** Counts of tries go after an hour, kept sign-ups after 24, tickets an hour after they are over. */
export async function tidyGate(gate: Across): Promise<void> {
  await accounts.tidy(gate)
  await tickets.tidy(gate)
}
