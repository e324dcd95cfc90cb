import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Origin } from '../../platform/access/actor.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { recordAtGate, type GateEntry } from './record-at-gate.ts'

interface From {
  vault: Vault
  keysOf: PracticeKeySource
  origin: Origin
}

/**
 * What concerns an account is entered in each practice that it opens; where somebody worked once, nobody learns of it. Of a
 * member's own call the door enters it in the practice at hand: `besides`. Throws `ledger.unavailable`.
 */
export async function recordEverywhere(
  gate: GateTransaction,
  { vault, keysOf, origin }: From,
  account: string,
  entry: Pick<GateEntry, 'verb' | 'outcome' | 'refusal' | 'facts'>,
  besides: string | null = null,
): Promise<void> {
  for (const { practice, member, level, state } of await listMemberships(gate, account)) {
    if (state !== 'approved' || level === 0 || practice === besides) continue
    await recordAtGate(gate, vault, keysOf, { practice, member, session: null, origin, ...entry })
  }
}
