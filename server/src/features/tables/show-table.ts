import { undoHours } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import type { TransferFacts } from '../transfers/transfer-facts.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'

/** When an import of patients can no longer be undone; null when there is nothing to undo. */
export function undoUntil({ step, ended_at: endedAt }: TransferRow, { table }: TransferFacts): Date | null {
  if (table === null || endedAt === null || step !== 'keep' || (table.kept?.created ?? 0) === 0) return null
  return new Date(endedAt.getTime() + undoHours * 3_600_000)
}

/** Within 24 hours of its end, however it ended; an undo that was stopped half-way can go on later. */
export function canUndo(row: TransferRow, facts: TransferFacts, now: Date): boolean {
  if (!['done', 'cancelled', 'failed'].includes(row.state)) return false
  if (row.step === 'undo') return row.state !== 'done'
  const until = undoUntil(row, facts)
  return until !== null && now < until
}

/** Until it is imported, somebody can say what its columns hold. */
export function canMap({ step, state, compartment }: TransferRow, { table }: TransferFacts): boolean {
  return table !== null && state === 'paused' && compartment !== null && (step === 'columns' || step === 'check')
}

export function showTable(row: TransferRow, facts: TransferFacts): Transfer['table'] {
  if (facts.table === null) return null
  const { rows, source, checked, kept, undone } = facts.table
  return { rows, source, checked, kept, undone, undoUntil: undoUntil(row, facts)?.toISOString() ?? null }
}
