import { bindSession, type BoundSession } from '../../platform/access/bound-session.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { sessions } from './sessions.store.ts'

/** Binds a session as it was just written, in the same transaction. Throws `session.ended` for null: it has ended meanwhile. */
export async function keepBound(gate: Across, vault: Vault, written: BoundSession | null): Promise<void> {
  if (written === null) throw new AppError('session.ended')
  await sessions.bind(gate, written.session, bindSession(vault, written))
}
