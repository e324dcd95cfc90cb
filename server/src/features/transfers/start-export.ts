import type { Transfer } from '@candour/contract/transfers.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { showTransfer } from './show-transfer.ts'
import { noFacts, sealTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers } from './transfers.store.ts'

interface Asked {
  /** Of a patient. */
  id?: string
  passphrase?: string | undefined
}

/** An export of the practice, or of one patient, made in the background. Throws `patient.not_found`, `patient.deleted`. */
export function startExport(look: () => void) {
  return async (call: Call<Asked>): Promise<Outcome<Transfer>> => {
    const { actor, input, tx } = call
    const patient = input.id === undefined ? null : (await openPatientKey(call, input.id)).compartment
    // To take a record away is to read it.
    if (patient !== null && actor.can.has('patient.delete')) tx.deleted.delete(patient)
    const transfer = newId()
    const { compartment } = await createCompartment(call, 'unfiled')
    const { member, session, origin } = actor
    const passphrase = input.passphrase ?? null
    const leftOut = [...(await hiddenFrom(call))]
    const facts: TransferFacts = { ...noFacts, by: { member, session, origin }, patient, leftOut, passphrase }
    const sealed = sealTransfer(call, transfer, 1, facts)
    const made = { transfer, kind: 'export', place: 'web', step: 'collect', state: 'waiting' } as const
    await transfers.insert(tx, { ...made, member, compartment, refusedCompartment: null, total: 0, sealed })
    tx.afterCommit(look)
    const row = (await transfers.read(tx, transfer))!
    return { output: await showTransfer(call, row, facts), subjects: patient === null ? [] : [patient] }
  }
}
