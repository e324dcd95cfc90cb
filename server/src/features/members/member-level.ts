import type { Level } from '@candour/contract/permissions.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { members } from './members.store.ts'

/** The level of an approved member now; null for anybody else. */
export async function memberLevel(tx: Transaction, member: string): Promise<Level | null> {
  const row = await members.read(tx, member)
  return row?.state === 'approved' ? (row.level as Level) : null
}
