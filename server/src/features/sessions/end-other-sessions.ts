import type { Across } from '../../platform/database/workspace.ts'
import { closeSeatsElsewhere } from '../seats/close-seats.ts'
import { sessions } from './sessions.store.ts'

const noSession = '00000000-0000-0000-0000-000000000000'

/** Everywhere but here, in every practice: whoever was let in by what counts no more is out at the next request. Short codes go with them. */
export async function endOtherSessions(
  gate: Across,
  { account, session }: { account: string; session: string },
): Promise<void> {
  await sessions.endOthers(gate, account, session)
  await closeSeatsElsewhere(gate, account, session)
}

/** Everywhere, in every practice. */
export function endSessions(gate: Across, account: string): Promise<void> {
  return endOtherSessions(gate, { account, session: noSession })
}
