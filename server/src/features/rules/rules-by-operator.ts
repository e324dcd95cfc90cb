import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Clock } from '../../platform/clock.ts'
import type { GateTransaction, Transactions } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { cameToPass, sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { endSessionsOfPractice } from '../sessions/end-sessions-of-practice.ts'
import { lock, writeLockdown } from './lock-practice.ts'
import { holdRules, writeRules } from './sealed-rules.ts'
import { tellOfLift } from './tell-of-lockdown.ts'

interface Parts {
  atGate: Transactions['atGate']
  keysOf: PracticeKeySource
  vault: Vault
  clock: Clock
}

/** Answers how many sessions it ended. A practice that a member locked becomes the operator's to lift. */
export function lockByOperator(parts: Parts, practice: string, reason: string): Promise<number> {
  return asOperator(parts, practice, 'candour lockdown', 'practice.lock', reason, async (gate, within) => {
    const before = await holdRules(within)
    if (before.lockdown !== null && before.lockdown.by !== null) await writeLockdown(within, before, null)
    const asked = { at: within.now.toISOString(), by: null, reason }
    return (await lock(gate, within, asked, null)).ended
  })
}

/** False when there is nothing to lift. */
export function liftByOperator(parts: Parts, practice: string, reason: string): Promise<boolean> {
  return asOperator(parts, practice, 'candour lockdown', 'practice.unlock', reason, async (gate, within) => {
    const before = await holdRules(within)
    if (before.lockdown === null) return false
    await writeLockdown(within, before, null)
    await endSessionsOfPractice(gate, practice, null)
    await tellOfLift(within, null, reason)
    return true
  })
}

/** Rules that keep everybody out are nobody's to change in the practice any more. */
export async function openRulesByOperator(parts: Parts, practice: string, reason: string): Promise<void> {
  await asOperator(parts, practice, 'candour open-rules', 'rules.change', reason, async (_gate, within) => {
    const before = await holdRules(within)
    const { rules, by, lockdown, signOn } = before
    await writeRules(within, before, {
      rules: { ...rules, addresses: [], members: [] },
      by,
      lockdown,
      signOn: signOn && { ...signOn, mode: signOn.mode === 'required' ? 'allowed' : signOn.mode },
    })
    return true
  })
}

/** With its entry in the practice's ledger, in the same transaction. */
function asOperator<T>(
  { atGate, keysOf, vault, clock }: Parts,
  practice: string,
  command: string,
  verb: string,
  reason: string,
  act: (gate: GateTransaction, within: Within) => Promise<T>,
): Promise<T> {
  return atGate(async (gate) => {
    const tx = gate.within(practice)
    const keys = await keysOf(tx)
    const did = await act(gate, { tx, vault, keys, now: clock.now() })
    const actor = { kind: 'operator', practice, command } as const
    const detail = { ...cameToPass(tx), reason }
    if (did !== false)
      insertEntry(tx, sealEntry(vault, keys, { actor, verb, outcome: 'changed', subjects: [], detail }))
    return did
  })
}
