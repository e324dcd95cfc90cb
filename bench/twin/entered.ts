/** What the ledger is told of a call; the twin has none, and tells nothing. */
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
import type { Call } from './call.ts'

export interface Entered {
  entry(call: Omit<Call, 'tx'>, tx: Transaction, outcome: 'opened' | 'changed'): Promise<object | null>
  insert(call: Omit<Call, 'tx'>, tx: Transaction): Promise<void>
  poke(): void
}

export const nothing: Entered = {
  entry: () => Promise.resolve(null),
  insert: () => Promise.resolve(),
  poke: () => undefined,
}
