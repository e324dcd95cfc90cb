import type { Across } from '../../platform/database/workspace.ts'
import { sessions, type SessionRow } from './sessions.store.ts'

/** How a session was opened, and until when it lasts. */
export async function readOwnSession(gate: Across, session: string): Promise<Pick<SessionRow, 'how' | 'ends_at'>> {
  return (await sessions.read(gate, session))!
}
