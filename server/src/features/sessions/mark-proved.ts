import type { Across } from '../../platform/database/workspace.ts'
import { sessions, type How } from './sessions.store.ts'

/** The person in this session has just shown a second factor, by enrolling it: it counts for the session too. */
export async function markProved(gate: Across, session: string, how: How): Promise<void> {
  await sessions.markProved(gate, session, how)
}
