import type { rulesRoutes } from '@candour/contract/rules.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { GateCall, Outcome, Within } from '../../platform/http/endpoint.ts'
import { endSessionsOfPractice } from '../sessions/end-sessions-of-practice.ts'
import { endSupport } from '../support/end-support.ts'
import { holdRules, writeRules, type Kept, type SealedLockdown } from './sealed-rules.ts'
import { showLockdown, tellOfLockdown } from './tell-of-lockdown.ts'

/**
 * Stops all access to the practice (P47): a threat takes precedence. Needs no proof of being there, which would cost the
 * seconds that count; to lift it does. Locked already, it stays locked by whoever was first;
 * whoever changes rules meanwhile is waited for, and costs nobody the lock.
 */
export async function lockPractice(
  call: GateCall<{ reason: string }>,
): Promise<Outcome<OutputOf<typeof rulesRoutes.lock>>> {
  const { gate, vault, keysOf, actor, input, now } = call
  const tx = gate.within(actor.practice)
  const within = { tx, vault, keys: await keysOf(tx), now }
  const asked = { at: now.toISOString(), by: actor.member, reason: input.reason }
  const { lockdown, ended } = await lock(gate, within, asked, actor.session)
  return { output: { lockdown: await showLockdown(within, lockdown), ended }, subjects: [], reason: input.reason }
}

/** @param but the session that stays; null: none */
export async function lock(
  gate: GateTransaction,
  within: Within,
  asked: SealedLockdown,
  but: string | null,
): Promise<{ lockdown: SealedLockdown; ended: number }> {
  const before = await holdRules(within)
  const lockdown = before.lockdown ?? asked
  if (before.lockdown === null) {
    await writeLockdown(within, before, lockdown)
    await tellOfLockdown(within, lockdown)
    await endSupport(within, 'lockdown', { by: lockdown.by })
  }
  return { lockdown, ended: await endSessionsOfPractice(gate, within.tx.practice, but) }
}

export async function writeLockdown(
  within: Within,
  before: Kept & { revision: number },
  lockdown: SealedLockdown | null,
): Promise<void> {
  const { rules, by, signOn } = before
  await writeRules(within, before, { rules, by, lockdown, signOn })
}
