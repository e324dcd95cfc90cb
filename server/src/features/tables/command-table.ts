import type { RowFinding } from '@candour/contract/tables.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { OperatorError } from '../../platform/operator-error.ts'
import type { Workshop } from '../transfers/run-chunk.ts'
import { letGoOfBytes } from '../transfers/transfer-compartment.ts'
import { openTransfer, saveTransfer, type TransferFacts } from '../transfers/transfer-facts.ts'
import { lockTransfer, type TransferRow } from '../transfers/transfer-parts.ts'
import { rowsFound } from './list-rows.ts'
import { surveyOf } from './read-columns.ts'
import type { Survey } from './sealed-parts.ts'
import { canUndo } from './show-table.ts'
import { towardsUndo } from './start-undo.ts'

export interface CommandTable {
  row: TransferRow
  facts: TransferFacts
  survey: Survey | null
  /** Of the step that was done last. */
  rows: RowFinding[]
}

async function act<Result>(
  { inPractice, keysOf, vault, clock }: Workshop,
  practice: string,
  transfer: string,
  what: (within: Within, row: TransferRow, facts: TransferFacts) => Promise<Result>,
): Promise<Result> {
  return inPractice(practice, async (tx) => {
    tx.asker = { kind: 'candour' }
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const row = await lockTransfer(tx, transfer)
    const facts = row === null ? null : openTransfer(within, row)
    if (row === null || facts === null || facts.table === null)
      throw new OperatorError('There is no such import of patients here.')
    return what(within, row, facts)
  })
}

/** What a command shows of its table, outside of any request. */
export function readCommandTable(workshop: Workshop, practice: string, transfer: string): Promise<CommandTable> {
  return act(workshop, practice, transfer, async (within, row, facts) => {
    return { row, facts, survey: await surveyOf(within, row), rows: await rowsFound(within, row) }
  })
}

/** Changes a table between two steps, when nobody works on it. */
export function changeCommandTable(
  workshop: Workshop,
  practice: string,
  transfer: string,
  change: Partial<NonNullable<TransferFacts['table']>>,
  step: TransferRow['step'],
): Promise<void> {
  return act(workshop, practice, transfer, async (within, row, facts) => {
    facts.table = { ...facts.table!, ...change }
    facts.position = null
    await saveTransfer(within, row, facts, { step, done: 0, total: facts.table.rows })
  })
}

/** Over without an import: what was read of the file goes. */
export function endCommandTable(
  workshop: Workshop,
  practice: string,
  transfer: string,
  state: 'done' | 'cancelled',
): Promise<void> {
  return act(workshop, practice, transfer, async (within, row, facts) => {
    const gone = await letGoOfBytes(within, workshop.blobs, row)
    await saveTransfer(within, row, facts, { ...gone, state, ended_at: within.now })
  })
}

/** Sets an import on its way back, for `workAsCommand`. Throws OperatorError when there is nothing to undo. */
export function startCommandUndo(workshop: Workshop, practice: string, transfer: string): Promise<void> {
  return act(workshop, practice, transfer, async (within, row, facts) => {
    const goesOn = row.step === 'undo' && ['running', 'paused', 'waiting'].includes(row.state)
    if (!goesOn && !canUndo(row, facts, within.now))
      throw new OperatorError(
        'This can’t be undone: it is undone already, registered nobody, or is older than 24 hours.',
      )
    facts.by = null
    await saveTransfer(within, row, facts, goesOn ? {} : { ...towardsUndo(row, facts, within.now), state: 'paused' })
  })
}
