import type { Transaction } from '../../platform/database/transaction.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { WrappedCompartmentKey } from '../../platform/vault/vault.ts'
import { listShares } from './compartments.store.ts'
import type { RestrictionColumns } from './restriction-columns.ts'

export interface Share {
  owner: string
  /** The compartment's key, wrapped for the owner. */
  share: Buffer
  /** The owner's own; null once the owner was erased. */
  ownerKey: WrappedCompartmentKey | null
  /** The owner is a patient who was deleted. */
  deleted: boolean
  /** Of the owner's record. */
  restriction: RestrictionColumns | null
}

/**
 * Who owns a compartment, each checked against its mark. One that was taken away, added, altered, swapped or brought back
 * in the database: SealBroken (P33).
 */
export async function sharesOf(tx: Transaction, compartment: string): Promise<Share[]> {
  const rows = await listShares(tx, compartment)
  return rows.map(
    ({ owner, share, mark, kind, wrapped, practice_key_version: practiceKeyVersion, deleted, restriction }) => {
      if (share === null || mark === null || kind === null || !digest(share).equals(mark))
        throw new SealBroken('payload', `Share/${compartment}`)
      const { practice } = tx
      const ownerKey = wrapped === null ? null : { practice, compartment: owner, kind, wrapped, practiceKeyVersion }
      return { owner, share, ownerKey, deleted, restriction }
    },
  )
}
