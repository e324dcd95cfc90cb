/** Promise: a practice's own keys (its records, its search tokens, its directory) are opened through its key alone. */
import type { Transaction } from '../database/transaction.ts'
import { readPracticeKeys } from './access.store.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import type { CompartmentKey, Vault } from '../vault/vault.ts'

export interface PracticeKeys {
  /** Compartment of what belongs to no patient: members, notices, details of entries. */
  record: CompartmentKey
  token: CompartmentKey
  /** Null when it is damaged or lost: then the directory is made again from the patients, under another. */
  directory: CompartmentKey | null
}

export type PracticeKeySource = (tx: Transaction) => Promise<PracticeKeys>

/** Keeps each practice's keys for `lifetime` milliseconds, so that a revoked one is gone within that time. */
export function practiceKeySource(vault: Vault, lifetime = 60_000, most = 2_000): PracticeKeySource {
  const kept = new Map<string, { keys: Promise<PracticeKeys>; until: number }>()

  async function open(tx: Transaction): Promise<PracticeKeys> {
    const rows = await readPracticeKeys(tx)
    const keys: Partial<PracticeKeys> = { directory: null }
    for (const { purpose, compartment, kind, wrapped, practice_key_version: practiceKeyVersion } of rows) {
      if (wrapped === null) continue
      const opening = vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
      if (purpose === 'directory') keys.directory = await opening.catch(nothingWhenBroken)
      else keys[purpose] = await opening
    }
    if (keys.record === undefined || keys.token === undefined) {
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
    const forget = () => void (kept.get(tx.practice)?.keys === keys && kept.delete(tx.practice))
    keys.then(({ directory }) => directory === null && forget(), forget)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return keys
  }
}

function nothingWhenBroken(error: unknown): null {
  if (error instanceof SealBroken) return null
  throw error
}
