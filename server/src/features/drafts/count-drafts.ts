import type { Transaction } from '../../platform/database/transaction.ts'
import { drafts } from './drafts.store.ts'

/** How many notes a member began and did not finish. They stay theirs: nothing of them is opened. */
export function countDrafts(tx: Transaction, member: string): Promise<number> {
  return drafts.count(tx, member)
}
