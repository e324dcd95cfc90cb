import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { keepBound } from './keep-bound.ts'
import { sessions, type How } from './sessions.store.ts'

/** The person in this session has just shown a second factor, by enrolling it: it counts for the session too. */
export async function markProved(gate: Across, vault: Vault, session: string, how: How): Promise<void> {
  await keepBound(gate, vault, await sessions.markProved(gate, session, how))
}
