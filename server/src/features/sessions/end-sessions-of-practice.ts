/** Sessions before short codes, as wherever else both end (`lockAccount` says the order): else two would wait for each other. */
import type { Across } from '../../platform/database/workspace.ts'
import { closeSeatsOfPractice } from '../seats/close-seats.ts'
import { sessions } from './sessions.store.ts'

/**
 * Everybody's in a practice, but for the one named; answers how many there were. Short codes are off until
 * the next whole sign-in.
 */
export async function endSessionsOfPractice(gate: Across, practice: string, but: string | null): Promise<number> {
  const ended = await sessions.endAllOf(gate, practice, but)
  await closeSeatsOfPractice(gate, practice)
  return ended
}

/** Whoever came by the practice's provider is out; answers how many. Short codes are off until the next whole sign-in. */
export async function endSessionsByProvider(gate: Across, practice: string): Promise<number> {
  const ended = await sessions.endByProvider(gate, practice)
  await closeSeatsOfPractice(gate, practice)
  return ended
}

/** The practice is entered by its provider alone from here on: what began in a way that it takes no more ends. */
export async function endSessionsNotByProvider(gate: Across, practice: string): Promise<void> {
  await sessions.endNotByProvider(gate, practice)
  await closeSeatsOfPractice(gate, practice)
}
