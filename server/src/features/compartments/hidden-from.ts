import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { admissionOf } from './admission.ts'
import { readRestrictedCompartments, type CompartmentRow } from './compartments.store.ts'

type Asking = Pick<Within, 'tx' | 'vault'>
const nobody: ReadonlySet<string> = new Set()

/**
 * The patients whose records are restricted to others than the asker, for lists in which they are not to stand. Nothing is opened
 * by it, so it stands in nobody's access log. A restriction that was altered hides its record from everybody.
 */
export async function hiddenFrom(within: Asking): Promise<ReadonlySet<string>> {
  if (within.tx.asker?.kind === 'candour') return nobody
  const rows = await readRestrictedCompartments(within.tx)
  if (rows.length === 0) return nobody
  const hidden = await Promise.all(rows.map(async (row) => ((await isOpenTo(within, row)) ? [] : [row.compartment])))
  return new Set(hidden.flat())
}

/** The patients whose records are, or once were, restricted to anybody. Nothing is opened. */
export async function restrictedToSomebody({ tx }: Pick<Within, 'tx'>): Promise<ReadonlySet<string>> {
  return new Set((await readRestrictedCompartments(tx)).map(({ compartment }) => compartment))
}

async function isOpenTo({ tx, vault }: Asking, row: CompartmentRow & { compartment: string }): Promise<boolean> {
  const { compartment, kind, practice_key_version: practiceKeyVersion, wrapped, restriction } = row
  if (restriction === null) return true
  if (wrapped === null) return false
  try {
    const key = await vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
    return admissionOf({ vault }, key, restriction, tx.asker).isAdmitted
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}
