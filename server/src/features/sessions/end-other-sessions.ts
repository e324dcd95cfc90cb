import type { Across } from '../../platform/database/workspace.ts'
import { sessions } from './sessions.store.ts'

/** Everywhere but here, in every practice: whoever was let in by what counts no more is out at the next request. */
export async function endOtherSessions(
  gate: Across,
  { account, session }: { account: string; session: string },
): Promise<void> {
  await sessions.endOthers(gate, account, session)
}
