import type { Transaction } from '../../platform/database/transaction.ts'
import { erasedOf } from './compartments.store.ts'

/** Of these compartments, those whose key was destroyed: what the ledger says of them stays. */
export async function erasedAmong(tx: Transaction, compartments: readonly string[]): Promise<Set<string>> {
  return compartments.length === 0 ? new Set() : erasedOf(tx, compartments)
}
