import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { rulesRows } from './rules.store.ts'
import { openRules, writeRules, type SealedSignOn } from './sealed-rules.ts'

/** The provider of any practice, before anybody is signed in; null where there is none, or no such practice. */
export async function findSignOn(
  gate: GateTransaction,
  vault: Vault,
  keysOf: PracticeKeySource,
  practice: string,
): Promise<SealedSignOn | null> {
  const tx = gate.within(practice)
  if ((await rulesRows.read(tx)) === null) return null
  return (await openRules({ tx, vault, keys: await keysOf(tx) })).signOn
}

/** Decides anew, as the revision after `revision`. Throws `record.changed_meanwhile`. */
export async function writeSignOn(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  revision: number,
  signOn: SealedSignOn | null,
): Promise<void> {
  const before = await openRules(within)
  const { rules, by, lockdown } = before
  await writeRules(within, { ...before, revision }, { rules, by, lockdown, signOn })
}
