/** Promise: a practice's own keys (its records, its search tokens, its directory) are opened through its key alone. */
import type { Transaction } from '../database/transaction.ts'
import { readPracticeKeys } from './access.store.ts'
import type { CompartmentKey, Vault } from '../vault/vault.ts'

export interface PracticeKeys {
  /** Compartment of what belongs to no patient: members, notices, details of entries. */
  record: CompartmentKey
  token: CompartmentKey
  directory: CompartmentKey
}

export type PracticeKeySource = (tx: Transaction) => Promise<PracticeKeys>

/** Keeps each practice's keys for `lifetime` milliseconds, so that a revoked one is gone within that time. */
export function practiceKeySource(vault: Vault, lifetime = 60_000, most = 2_000): PracticeKeySource {
  const kept = new Map<string, { keys: Promise<PracticeKeys>; until: number }>()

  async function open(tx: Transaction): Promise<PracticeKeys> {
    const rows = await readPracticeKeys(tx)
    const keys: Partial<PracticeKeys> = {}
    for (const { purpose, compartment, kind, wrapped, practice_key_version: practiceKeyVersion } of rows) {
      if (wrapped === null) continue
      keys[purpose] = await vault.openCompartment({
        practice: tx.practice,
        compartment,
        kind,
        wrapped,
        practiceKeyVersion,
      })
    }
    if (keys.record === undefined || keys.token === undefined || keys.directory === undefined) {
      throw new Error('the practice has no keys')
    }
    return keys as PracticeKeys
  }

  return (tx) => {
    const found = kept.get(tx.practice)
    if (found !== undefined && found.until > performance.now()) return found.keys
    const keys = open(tx)
    kept.delete(tx.practice)
    kept.set(tx.practice, { keys, until: performance.now() + lifetime })
    keys.catch(() => kept.delete(tx.practice))
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return keys
  }
}
