import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { practices } from './practices.store.ts'
import { showPractice } from './show-practice.ts'

export interface FoundPractice {
  id: string
  name: string
  town: string
}

/** The ids of every practice, for work that Candour does in each. */
export function everyPractice(gate: Across): Promise<string[]> {
  return practices.listIds(gate)
}

/** Every practice of the installation: for its operator, whose keys open their names. */
export async function findPractices(
  gate: Across,
  { inPractice, keysOf, vault }: { inPractice: Transactions['inPractice']; keysOf: PracticeKeySource; vault: Vault },
): Promise<FoundPractice[]> {
  const found: FoundPractice[] = []
  for (const practice of await practices.listIds(gate)) {
    const { id, name, town } = await inPractice(practice, async (tx) =>
      showPractice({ tx, vault, keys: await keysOf(tx), now: new Date() }),
    )
    found.push({ id, name, town })
  }
  return found
}

/** Their ids, which name nobody. */
export function listPractices(gate: Across): Promise<string[]> {
  return practices.listIds(gate)
}
