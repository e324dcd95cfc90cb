import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readAllergies } from './allergies.ts'
import { identityOf } from './patient-fhir.ts'

export interface OpenedPatient {
  /** Internal id: that of the compartment too. */
  id: string
  version: number
  resource: FhirResource
  bytes: Buffer
}

/** The key of a patient's compartment, by internal or FHIR id. Throws `patient.not_found`. */
export async function openPatientKey(within: Within, id: string): Promise<CompartmentKey> {
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id)) throw new AppError('patient.not_found')
  const key = await openCompartment(within, resourceId(within, 'Patient', id))
  if (key === null || key.kind !== 'patient') throw new AppError('patient.not_found')
  return key
}

/** The newest version of a Patient. Throws `patient.not_found`, `patient.deleted`. */
export async function openPatient(within: Within, id: string): Promise<OpenedPatient> {
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id)) throw new AppError('patient.not_found')
  const opened = await readVersionOf(within, 'Patient', resourceId(within, 'Patient', id))
  if (opened === null) throw new AppError('patient.not_found')
  if (opened.deleted) throw new AppError('patient.deleted')
  return {
    id: opened.id,
    version: opened.version,
    resource: JSON.parse(opened.bytes.toString()) as FhirResource,
    bytes: opened.bytes,
  }
}

export async function cardOf(
  within: Within,
  patient: Pick<OpenedPatient, 'id' | 'version' | 'resource'>,
): Promise<PatientCard> {
  return withRestriction(within, card(patient, await readAllergies(within, patient.id)))
}

/** That the record is restricted, where it is: opening it told so. */
function withRestriction({ tx }: Within, shown: PatientCard): PatientCard {
  const restricted = tx.restricted.get(shown.id)
  if (restricted === undefined) return shown
  return { ...shown, restricted: { people: restricted.people, until: restricted.until?.toISOString() ?? null } }
}

/** Patient and allergies, asked for at the same moment. Throws `patient.not_found`. */
export async function openCard(within: Within, id: string): Promise<PatientCard> {
  if (!isFhirId(id)) throw new AppError('patient.not_found')
  const asked = [openPatient(within, id), readAllergies(within, resourceId(within, 'Patient', id))] as const
  return withRestriction(within, card(...(await Promise.all(asked))))
}

/** As it is shown, of what was read or just written. */
export function card(
  { id, version, resource }: Pick<OpenedPatient, 'id' | 'version' | 'resource'>,
  allergies: PatientCard['allergies'],
): PatientCard {
  return { id, version, ...identityOf(resource), allergies }
}
