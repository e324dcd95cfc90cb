import type { Transaction } from '../../platform/database/transaction.ts'
import { practices } from './practices.store.ts'

/** False once the trial has ended: for work that goes on behind the door, which asks this of every request. */
export function mayWrite(tx: Transaction): Promise<boolean> {
  return practices.mayWrite(tx)
}
