import type { EnteredMember, Origin } from '../../platform/access/actor.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import { cameToPass, sealEntry, type EntryOutcome } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import type { Vault } from '../../platform/vault/vault.ts'

export interface GateEntry {
  practice: string
  member: string
  session: string | null
  origin: Origin
  verb: string
  outcome: EntryOutcome
  refusal?: string
  /** Whom it was about, where that is one to be found by. */
  subjects?: string[]
  facts?: Record<string, string | number>
}

/** An entry of what happens at the gate, in the practice that it concerns. Throws `ledger.unavailable`. */
export async function recordAtGate(
  gate: GateTransaction,
  vault: Vault,
  keysOf: PracticeKeySource,
  entry: GateEntry,
): Promise<void> {
  const { practice, member, origin, verb, outcome, session, refusal, facts, subjects = [] } = entry
  const tx = gate.within(practice)
  const actor: EnteredMember = { kind: 'member', practice, member, session: session ?? '', origin }
  const detail = {
    ...cameToPass(tx),
    ...(refusal === undefined ? {} : { refusal }),
    ...(facts === undefined ? {} : { facts }),
  }
  const queued = sealEntry(vault, await keysOf(tx), { actor, verb, outcome, subjects, detail })
  insertEntry(tx, queued, () => new AppError('ledger.unavailable'))
}
