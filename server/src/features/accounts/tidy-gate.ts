import type { Across } from '../../platform/database/workspace.ts'
import { accounts } from './accounts.store.ts'
import { devices } from './devices.store.ts'
import { mostInARow } from './throttle.ts'
import { tickets } from './tickets.store.ts'

/**
 * Counts of tries go after an hour, kept sign-ups after 24, tickets an hour after they are over, devices 400 days after they
 * were last seen.
 */
export async function tidyGate(gate: Across): Promise<void> {
  await accounts.tidy(gate, mostInARow)
  await tickets.tidy(gate)
  await devices.tidy(gate)
}
