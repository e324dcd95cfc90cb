import type { Within } from '../../platform/http/endpoint.ts'
import { unlistPerson } from '../directory/write-deltas.ts'
import { replaceTokens } from './patients.store.ts'

/** Of a patient who is deleted or erased: from the commit on nobody finds them, by name or by exact identifier. */
export async function forgetPatient(within: Within, patient: string): Promise<void> {
  await replaceTokens(within.tx, [patient], [])
  await unlistPerson(within, patient)
}
