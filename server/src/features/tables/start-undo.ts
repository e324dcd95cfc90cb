import { undoHours } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { findTransfer, showTransfer } from '../transfers/show-transfer.ts'
import { saveTransfer, type TransferFacts } from '../transfers/transfer-facts.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'
import { canUndo } from './show-table.ts'

/** Has the patients deleted whom an import registered and nobody has touched since. Throws `transfer.not_now`. */
export function startUndo(look: () => void) {
  return async (call: Call<{ id: string }>): Promise<Outcome<Transfer>> => {
    const { row, facts } = await findTransfer(call, call.input.id, 'lock')
    if (!canUndo(row, facts, call.now)) throw new AppError('transfer.not_now')
    const { member, session, origin } = call.actor
    facts.by = { member, session, origin }
    const saved = await saveTransfer(call, row, facts, { ...towardsUndo(row, facts, call.now), state: 'waiting' })
    call.tx.afterCommit(look)
    return { output: await showTransfer(call, saved, facts), subjects: [] }
  }
}

/** What changes of a transfer that is to be undone; one that was half undone goes on. */
export function towardsUndo(row: TransferRow, facts: TransferFacts, now: Date): Partial<TransferRow> {
  const table = facts.table!
  facts.problem = null
  if (row.step !== 'undo') {
    facts.position = null
    table.undone = { removed: 0, stayed: 0 }
  }
  return {
    step: 'undo',
    ended_at: null,
    done: facts.position?.line ?? 0,
    total: table.kept?.created ?? 0,
    expires_at: row.compartment === null ? null : new Date(now.getTime() + undoHours * 3_600_000),
  }
}
