import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { forgetPatient } from '../patients/forget-patient.ts'
import { destroyKey } from './compartments.store.ts'

/**
 * Erasure: destroys a compartment's key, so that nothing sealed under it opens again from this database. Copies of the
 * wrapped key in the write-ahead log and in backups die with their practice-key version, 35 days on (security.md). A
 * patient leaves the finder with it.
 * Throws `resource.gone` when the key was destroyed before.
 */
export async function destroyCompartment(within: Within, compartment: string): Promise<void> {
  const { tx, vault } = within
  const kind = await destroyKey(tx, compartment)
  if (kind === null) throw new AppError('resource.gone')
  if (kind === 'patient') {
    tx.touched.add(compartment)
    await forgetPatient(within, compartment)
  }
  tx.afterCommit(() => vault.forgetCompartment(tx.practice, compartment))
}
