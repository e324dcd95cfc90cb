import { undoHours } from '@candour/contract/tables.ts'
import { foldSoon } from '../directory/fold-soon.ts'
import { letGoOfBytes } from '../transfers/transfer-compartment.ts'
import { runChunk, type Running } from '../transfers/run-chunk.ts'
import type { Source } from '../transfers/source.ts'
import type { TransferFacts } from '../transfers/transfer-facts.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'
import { addTablePart } from './sealed-parts.ts'
import { surveyTable } from './survey-table.ts'
import { TableRefused } from './table-facts.ts'
import { undoRows } from './undo-rows.ts'
import { workRows } from './work-rows.ts'

const opened = { verb: 'transfer.check', outcome: 'opened' } as const

/** Does what the step of a table asks for, to its end; a stop or a kill leaves it where it is, to go on later. */
export async function workTable(
  running: Running,
  { row, facts }: { row: TransferRow; facts: TransferFacts },
  source: () => Promise<Source>,
): Promise<TransferFacts> {
  const { clock } = running
  if (row.step === 'columns') return survey(running, await source())
  if (row.step === 'check') {
    await workRows(running, (await source()).files[0]!, facts, 'check')
    return settle(running, 'transfer.check', (now) => {
      now.position = null
      return { state: 'paused' }
    })
  }
  if (row.step === 'keep') {
    await workRows(running, (await source()).files[0]!, facts, 'keep')
    // The file stays as long as it can be undone, and with it the names on the list of rows.
    const ended = clock.now()
    const expires = new Date(ended.getTime() + undoHours * 3_600_000)
    return settle(running, 'transfer.import', () => ({ state: 'done', ended_at: ended, expires_at: expires }))
  }
  await undoRows(running, row, facts)
  return settle(running, 'transfer.undo', () => ({ state: 'done', ended_at: clock.now() }))
}

async function survey(running: Running, { files }: Source): Promise<TransferFacts> {
  const today = running.clock.now().toISOString().slice(0, 10)
  try {
    const surveyed = await surveyTable(files[0]!, { today, signal: running.signal })
    const { facts } = await runChunk(running, opened, async (within, now, row) => {
      now.table = surveyed.table
      await addTablePart(within, row, 'survey', surveyed.survey)
      return { state: 'paused', done: 0, total: surveyed.table.rows }
    })
    return facts
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error
    const { facts } = await runChunk(running, opened, async (within, now, row) => {
      now.problem = error.message
      const gone = await letGoOfBytes(within, running.blobs, row)
      return { ...gone, state: 'failed', ended_at: running.clock.now() }
    })
    return facts
  }
}

async function settle(
  running: Running,
  verb: 'transfer.check' | 'transfer.import' | 'transfer.undo',
  change: (facts: TransferFacts) => Partial<TransferRow>,
): Promise<TransferFacts> {
  const outcome = verb === 'transfer.check' ? 'opened' : 'changed'
  const { facts } = await runChunk(running, { verb, outcome }, async (within, now) => {
    if (verb === 'transfer.import') await foldSoon(within)
    return change(now)
  })
  return facts
}
