import type { Decided } from '../../platform/access/decided.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openRules } from './sealed-rules.ts'

interface Parts {
  inPractice: Transactions['inPractice']
  keysOf: PracticeKeySource
  vault: Vault
}

const most = 5_000

/**
 * The rules of a practice, asked at every request: `mark` is the ledger's newest, read with the session. What it marks is
 * opened once; any change, on any node, has another mark.
 */
export function knownRules({ inPractice, keysOf, vault }: Parts) {
  const known = new Map<string, { mark: Buffer; decided: Decided }>()

  return async (practice: string, mark: Buffer | null): Promise<Decided> => {
    const found = known.get(practice)
    if (found !== undefined && mark !== null && found.mark.equals(mark)) return found.decided
    const opened = await inPractice(practice, async (tx) => openRules({ tx, vault, keys: await keysOf(tx) }))
    known.delete(practice)
    const { rules, lockdown, signOn } = opened
    const decided = {
      rules,
      isLocked: lockdown !== null,
      signOn: signOn === null ? null : { id: signOn.id, mode: signOn.mode },
    }
    known.set(practice, { mark: opened.mark!, decided })
    if (known.size > most) known.delete(known.keys().next().value!)
    return decided
  }
}
