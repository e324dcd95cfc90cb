import type { Across } from '../../platform/database/workspace.ts'
import { seats } from './seats.store.ts'

/** The short code is off at the browser of this session, until the next whole sign-in there. */
export async function closeSeatOf(gate: Across, account: string, session: string): Promise<void> {
  await seats.closeOf(gate, account, session)
}

/** At all browsers but the one of this session. */
export async function closeSeatsElsewhere(gate: Across, account: string, session: string): Promise<void> {
  await seats.closeElsewhere(gate, account, session)
}

/** The account has no short code anywhere any more. */
export async function removeSeats(gate: Across, account: string): Promise<void> {
  await seats.removeAll(gate, account)
}

/** Nobody's short code opens anything in this practice, until the next whole sign-in at its browser. */
export async function closeSeatsOfPractice(gate: Across, practice: string): Promise<void> {
  await seats.closePractice(gate, practice)
}
