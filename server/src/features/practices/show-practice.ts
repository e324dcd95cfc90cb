import type { Practice } from '@candour/contract/practices.ts'
import type { PracticeKeys } from '../../platform/access/practice-keys.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { practices } from './practices.store.ts'

export function practicePlace(practice: string, revision: number) {
  return { table: 'candour.practice', field: 'sealed', record: practice, revision, schema: 1 }
}

export async function showPractice({
  tx,
  vault,
  keys,
  now,
}: {
  tx: Transaction
  vault: Vault
  keys: PracticeKeys
  now: Date
}): Promise<Practice> {
  const row = (await practices.read(tx))!
  const facts = JSON.parse(
    vault.open(keys.record, practicePlace(tx.practice, row.revision), row.sealed).toString(),
  ) as { name: string; town: string; isDemo?: boolean }
  return {
    id: tx.practice,
    kind: row.kind,
    isDemo: false,
    ...facts,
    trialEndsAt: row.trial_ends_at.toISOString(),
    readOnly: row.trial_ends_at < now,
  }
}
