import type { Transfer } from '@candour/contract/transfers.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { findTransfer, showTransfer } from './show-transfer.ts'
import { saveTransfer } from './transfer-facts.ts'
import { transfers } from './transfers.store.ts'

type Asked = Call<{ id: string }>

/** Has the import checked, begun, or gone on with, once its files are there and nothing else is going on. Throws `transfer.not_now`. */
export function startStep(step: 'check' | 'keep', look: () => void) {
  return async (call: Asked): Promise<Outcome<Transfer>> => {
    const { row, facts } = await findTransfer(call, call.input.id, 'lock')
    const shown = await showTransfer(call, row, facts)
    if (!shown.can.includes(step)) throw new AppError('transfer.not_now')
    const { member, session, origin } = call.actor
    facts.by = { member, session, origin }
    facts.problem = null
    // What was begun and paused goes on where it is.
    if (row.step === 'keep') {
      const saved = await saveTransfer(call, row, facts, { state: 'waiting' })
      call.tx.afterCommit(look)
      return { output: await showTransfer(call, saved, facts), subjects: [] }
    }
    facts.position = null
    facts.refused = 0
    // The columns of a table are read, and mapped by people, before it is checked.
    const next = facts.table !== null && row.step === 'upload' ? 'columns' : step
    const whole = facts.table?.rows ?? facts.files.reduce((sum, { size }) => sum + size, 0)
    const change = { step: next, state: 'waiting', done: 0, total: whole } as const
    if (step === 'check') await transfers.dropStep(call.tx, row.transfer, next)
    const saved = await saveTransfer(call, row, facts, change)
    call.tx.afterCommit(look)
    return { output: await showTransfer(call, saved, facts), subjects: [] }
  }
}

/** What is under way stops after the chunk in hand; what is in the record by then stays there. Throws `transfer.not_now`. */
export async function cancelTransfer(call: Asked): Promise<Outcome<Transfer>> {
  const { row, facts } = await findTransfer(call, call.input.id, 'lock')
  const shown = await showTransfer(call, row, facts)
  if (!shown.can.includes('cancel')) throw new AppError('transfer.not_now')
  facts.passphrase = null
  // Whoever works on it may still read the bytes; they go with the next tidying.
  const now = call.now
  const saved = await saveTransfer(call, row, facts, { state: 'cancelled', ended_at: now, expires_at: now })
  emit(call, { kind: 'transfer.moved', patient: null, object: row.transfer, member: null })
  return { output: await showTransfer(call, saved, facts), subjects: [] }
}
