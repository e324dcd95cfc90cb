import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { endSessionsOfPractice } from '../sessions/end-sessions-of-practice.ts'
import { showsOwnFactor } from '../sessions/how-of.ts'
import { writeLockdown } from './lock-practice.ts'
import { holdRules } from './sealed-rules.ts'
import { tellOfLift } from './tell-of-lockdown.ts'

/**
 * All other sessions end once more: whoever works here signs in anew. Throws `lockdown.none`, `lockdown.by_operator`, and `lockdown.factor_needed` for a session that showed no second factor.
 */
export async function liftLockdown(call: GateCall<{ reason: string }>): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, keysOf, actor, input, now } = call
  const tx = gate.within(actor.practice)
  const within = { tx, vault, keys: await keysOf(tx), now }
  const before = await holdRules(within)
  if (before.lockdown === null) throw new AppError('lockdown.none')
  if (before.lockdown.by === null) throw new AppError('lockdown.by_operator')
  if (!showsOwnFactor(actor.how)) throw new AppError('lockdown.factor_needed')
  await writeLockdown(within, before, null)
  // A sign-in that met the lock half-way has a session that was shut, and would be open from here on.
  await endSessionsOfPractice(gate, actor.practice, actor.session)
  await tellOfLift(within, actor.member, input.reason)
  return { output: {}, subjects: [], reason: input.reason }
}
