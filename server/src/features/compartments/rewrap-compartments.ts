import type { Transactions } from '../../platform/database/transaction.ts'
import { KeyDestroyed, SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { lockWrappedBefore, putWrapping } from './compartments.store.ts'

export interface Rewrapped {
  rewrapped: number
  /** Ids of those whose wrapping doesn't open; they stay as they are. */
  broken: string[]
}

/** Before every id. */
const first = '00000000-0000-0000-0000-000000000000'

/**
 * Every key of the practice that an older version of its key wraps is wrapped by this one: 200 a transaction, so that it can
 * be ended at any moment and goes on where it was. What was sealed stays as it is.
 */
export async function rewrapCompartments(
  { inPractice, vault }: { inPractice: Transactions['inPractice']; vault: Vault },
  practice: string,
  version: number,
): Promise<Rewrapped> {
  const done: Rewrapped = { rewrapped: 0, broken: [] }
  for (let behind: string | undefined = first; behind !== undefined;) {
    const from: string = behind
    behind = await inPractice(practice, async (tx) => {
      const rows = await lockWrappedBefore(tx, version, from)
      for (const { compartment, kind, wrapped, practice_key_version: practiceKeyVersion } of rows) {
        const before = { practice, compartment, kind, wrapped, practiceKeyVersion }
        const after = await vault.rewrapCompartment(before, version).catch(nullWhenBroken)
        if (after === null) done.broken.push(compartment)
        else await putWrapping(tx, compartment, version, after.wrapped)
        if (after !== null) done.rewrapped += 1
      }
      return rows.at(-1)?.compartment
    })
  }
  return done
}

export function nullWhenBroken(error: unknown): null {
  if (error instanceof SealBroken || error instanceof KeyDestroyed) return null
  throw error
}
