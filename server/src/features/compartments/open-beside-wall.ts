import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { admissionOf, type Admission } from './admission.ts'
import { readCompartment } from './compartments.store.ts'

export interface BesideWall {
  key: CompartmentKey
  /** Null for a record that was never restricted. */
  admission: Admission | null
}

/**
 * A patient's key for whoever may be kept out of the record: to break the glass, and to settle what was broken. Nothing of the
 * record itself may be opened with it. Null for who is no patient here, or was erased.
 */
export async function openBesideWall(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  patient: string,
): Promise<BesideWall | null> {
  const row = await readCompartment(tx, patient)
  if (row === null || row.kind !== 'patient' || row.wrapped === null) return null
  const { kind, wrapped, practice_key_version: practiceKeyVersion, restriction } = row
  const key = await vault.openCompartment({
    practice: tx.practice,
    compartment: patient,
    kind,
    wrapped,
    practiceKeyVersion,
  })
  return { key, admission: restriction === null ? null : admissionOf({ vault }, key, restriction, tx.asker) }
}
