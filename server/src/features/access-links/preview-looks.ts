import type { accessLinkRoutes } from '@candour/contract/access-links.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { patientCompartment } from '../patients/patient-compartment.ts'
import { looksOf } from './looks-of.ts'

/** Who looked at a record, until its erasure as well. Throws `patient.not_found`. */
export async function previewLooks(
  call: Call<{ id: string; before?: number | undefined }>,
): Promise<Outcome<OutputOf<typeof accessLinkRoutes.preview>>> {
  const { compartment, isErased } = await patientCompartment(call, call.input.id)
  const asked = { before: call.input.before, reader: call, hidden: [], allHidden: false }
  const [{ looks, before }, size] = await Promise.all([looksOf(call, compartment, asked), entries.size(call.tx)])
  return { output: { looks, before, isErased, size }, subjects: [compartment] }
}
