import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { sharesOf } from './shares-of.ts'

/** The patients who own a compartment, sorted: itself when it is a patient's; none when it is nobody's (yet). */
export async function ownersOf(tx: Transaction, { compartment, kind }: CompartmentKey): Promise<string[]> {
  if (kind === 'patient') return [compartment]
  if (kind !== 'unfiled' && kind !== 'shared') return []
  const shares = await sharesOf(tx, compartment)
  return shares.flatMap(({ owner, ownerKey }) => (ownerKey === null ? [] : [owner])).toSorted()
}
