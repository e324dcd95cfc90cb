import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { sealFacts } from './file-facts.ts'
import { blobs } from './files.store.ts'

interface Announced {
  id?: string | undefined
  patient: string
  name: string
  size: number
}

/** The staged row comes first; the bytes follow. Throws `patient.not_found`, `file.already_there`. */
export async function announceFile(call: Call<Announced>): Promise<Outcome<{ id: string; contentUrl: string }>> {
  const { input, tx } = call
  const key = await openPatientKey(call, input.patient)
  const id = input.id ?? newId()
  const { name, size } = input
  const facts = sealFacts(call, key, id, 1, { name, mediaType: '', sha256: '', size, root: '' })
  await blobs.stage(tx, id, key.compartment, size, facts)
  return { output: { id, contentUrl: `/api/files/${id}/content` }, subjects: [key.compartment] }
}
