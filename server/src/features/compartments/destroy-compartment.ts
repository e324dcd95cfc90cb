import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { refuseHeld, type About } from '../holds/held.ts'
import { forgetOwnRecord } from '../members/forget-own-record.ts'
import { forgetPatient } from '../patients/forget-patient.ts'
import { destroyKey } from './compartments.store.ts'

/**
 * Erasure: destroys a compartment's key, so that nothing sealed under it opens again from this database. Copies of the
 * wrapped key in the write-ahead log and in backups die with their practice-key version, 35 days on (security.md). A
 * patient leaves the finder with it, and what a member said of it as their own goes.
 * Throws `hold.held` for what is held, and `resource.gone` when the key was destroyed before.
 * @param about whom it is about besides; `copy`: what lay in it is kept elsewhere, or made of what is
 */
export async function destroyCompartment(
  within: Within,
  compartment: string,
  about: About | 'copy' = {},
): Promise<void> {
  const { tx, vault } = within
  if (about !== 'copy') await refuseHeld(within, { ...about, patients: [compartment, ...(about.patients ?? [])] })
  const kind = await destroyKey(tx, compartment)
  if (kind === null) throw new AppError('resource.gone')
  if (kind === 'patient') {
    tx.touched.add(compartment)
    await forgetOwnRecord(within, compartment)
    await forgetPatient(within, compartment)
  }
  tx.afterCommit(() => vault.forgetCompartment(tx.practice, compartment))
}
