import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { sessions, type How } from './sessions.store.ts'

/** By what the person of a session that is there has shown who they are. */
export async function howOf(gate: Across, session: string): Promise<How> {
  return (await sessions.read(gate, session))!.how
}

/** A second factor that Candour itself keeps was shown: whatever a provider says, it is none. */
export function showsOwnFactor(how: string): boolean {
  return how === 'passkey' || /^(password|provider)\+(totp|recovery|passkey)$/.test(how)
}

/** Whom colleagues let in sets up a new factor first. Throws `session.factor_needed`. */
export async function refuseRecovered(gate: Across, session: string): Promise<void> {
  if ((await howOf(gate, session)) === 'recovered') throw new AppError('session.factor_needed')
}
