import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment } from '../compartments/open-compartment.ts'

/** The key of the patient's record in which a file lies. Throws `file.not_found` where it is restricted to others. */
export async function openFileKey(within: Within, patient: string): Promise<CompartmentKey> {
  const key = await openCompartment(within, patient)
  if (key === null || key.kind !== 'patient') throw new AppError('file.not_found')
  return key
}
