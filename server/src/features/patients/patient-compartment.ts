import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { resourceId } from '../resources/resource-id.ts'
import { openPatientKey } from './open-patient.ts'

/** For whoever reads the ledger: a patient whose key was destroyed still has a log. Throws `patient.not_found`. */
export async function patientCompartment(
  within: Within,
  id: string,
): Promise<{ compartment: string; isErased: boolean }> {
  try {
    return { compartment: (await openPatientKey(within, id)).compartment, isErased: false }
  } catch (error) {
    if (error instanceof AppError && error.code === 'resource.gone')
      return { compartment: resourceId(within, 'Patient', id), isErased: true }
    throw error
  }
}
