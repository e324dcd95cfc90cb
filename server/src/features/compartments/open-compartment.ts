import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readCompartment } from './compartments.store.ts'

/**
 * Opens a compartment's key. Whoever opens a patient's compartment is in that patient's access log by that alone.
 * Null when the practice has no such compartment; throws `resource.gone` when its key was destroyed.
 */
export async function openCompartment(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  compartment: string,
): Promise<CompartmentKey | null> {
  const row = await readCompartment(tx, compartment)
  if (row === null) return null
  if (row.wrapped === null) throw new AppError('resource.gone')
  const { kind, wrapped, practice_key_version: practiceKeyVersion } = row
  if (kind === 'patient') tx.touched.add(compartment)
  return vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
}
