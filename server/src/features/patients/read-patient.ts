import type { PatientCard } from '@candour/contract/patients.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { openCard } from './open-patient.ts'

/** Opens a patient's card: identity and allergies. Throws `patient.not_found`. */
export async function readPatient(call: Call<{ id: string }>): Promise<Outcome<PatientCard>> {
  const card = await openCard(call, call.input.id)
  return { output: card, subjects: [card.id] }
}
