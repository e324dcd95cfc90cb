import type { Transfer } from '@candour/contract/transfers.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { findTransfer } from '../transfers/show-transfer.ts'
import { startStep } from '../transfers/start-step.ts'
import { saveTransfer } from '../transfers/transfer-facts.ts'

/** Begins the import of a table that was checked. Throws `transfer.not_now`. */
export function keepTable(look: () => void) {
  const start = startStep('keep', look)
  return async (call: Call<{ id: string; possible: boolean }>): Promise<Outcome<Transfer>> => {
    const { id, possible } = call.input
    const { row, facts } = await findTransfer(call, id, 'lock')
    if (facts.table === null) throw new AppError('transfer.not_now')
    facts.table.possible = possible
    await saveTransfer(call, row, facts)
    return start({ ...call, input: { id } })
  }
}
