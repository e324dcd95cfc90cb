import type { Transaction } from '../../platform/database/transaction.ts'
import { readCompartment } from './compartments.store.ts'

/** The version of the practice key under which a compartment's key is wrapped now. */
export async function readKeyVersion(tx: Transaction, compartment: string): Promise<number> {
  const row = await readCompartment(tx, compartment)
  if (row === null) throw new Error('there is no such compartment')
  return row.practice_key_version
}
