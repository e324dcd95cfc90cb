/** A practice's own keys, for tests that look at what is sealed. */
import { practiceKeySource, type PracticeKeys } from '../../src/platform/access/practice-keys.ts'
import type { Transaction } from '../../src/platform/database/transaction.ts'
import type { Vault } from '../../src/platform/vault/vault.ts'
import type { TestCandour } from '../candour.ts'

export interface Inside {
  tx: Transaction
  vault: Vault
  keys: PracticeKeys
}

export function inPractice<T>(
  { parts: { database, vault } }: TestCandour,
  practice: string,
  act: (inside: Inside) => Promise<T>,
): Promise<T> {
  return database.inPractice(practice, async (tx) => act({ tx, vault, keys: await practiceKeySource(vault)(tx) }))
}
