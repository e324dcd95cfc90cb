import type { Within } from '../../platform/http/endpoint.ts'
import { unlistPeople } from '../directory/write-deltas.ts'
import { forgetTokensOf } from './patients.store.ts'

/** Of a patient who is deleted or erased: from the commit on nobody finds them, by name or by exact identifier. */
export function forgetPatient(within: Within, patient: string): Promise<void> {
  return forgetPatients(within, [patient])
}

/** The same for many, each once, in as many statements as for one. */
export async function forgetPatients(within: Within, patients: string[]): Promise<void> {
  forgetTokensOf(within.tx, patients)
  await unlistPeople(within, patients)
}
