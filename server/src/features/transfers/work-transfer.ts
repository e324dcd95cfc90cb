import { foldSoon } from '../directory/fold-soon.ts'
import { emit } from '../events/emit.ts'
import { workTable } from '../tables/work-table.ts'
import { checkImport } from './check-import.ts'
import { collectExport } from './collect-export.ts'
import { keepImport } from './keep-import.ts'
import { packExport } from './pack-export.ts'
import { NoLongerAllowed, ReadOnly, runChunk, TransferStopped, type Running, type Workshop } from './run-chunk.ts'
import { SourceBroken, type Source } from './source.ts'
import { letGoOfBytes } from './transfer-compartment.ts'
import { openTransfer, saveTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'

/** Takes a transfer into one's hands, by the fence of its lease; null when there is nothing to do on it. */
export async function takeTransfer(
  workshop: Workshop,
  { practice, transfer, fence }: { practice: string; transfer: string; fence: number },
): Promise<{ row: TransferRow; facts: TransferFacts } | null> {
  const { inPractice, keysOf, vault } = workshop
  return inPractice(practice, async (tx) => {
    const row = await transfers.lock(tx, transfer)
    if (row === null || row.fence > fence || !['waiting', 'running', 'paused'].includes(row.state)) return null
    const within = { tx, vault, keys: await keysOf(tx) }
    const facts = openTransfer(within, row)
    return { row: await saveTransfer(within, row, facts, { state: 'running', fence }), facts }
  })
}

/**
 * Does what the step asks for, to its end. A stop in order (the signal) leaves it where it is, to go on later; so does a
 * kill. Throws what is out of order.
 */
export async function workTransfer(
  running: Running,
  { row, facts }: { row: TransferRow; facts: TransferFacts },
  source: () => Promise<Source>,
): Promise<TransferFacts> {
  if (facts.table !== null) return workTable(running, { row, facts }, source)
  if (row.step === 'check') {
    await checkImport(running, await source(), facts)
    return move(running, 'transfer.check', (now, checked) => {
      now.position = null
      return { state: 'paused', done: checked.total }
    })
  }
  if (row.step === 'keep') {
    await keepImport(running, await source(), facts)
    const { facts: last } = await runChunk(
      running,
      { verb: 'transfer.import', outcome: 'changed' },
      async (within, _, now) => {
        await foldSoon(within)
        return {
          ...(await letGoOfBytes(within, running.blobs, now)),
          done: now.total,
          state: 'done',
          ended_at: running.clock.now(),
        }
      },
    )
    return last
  }
  if (row.step === 'collect') {
    await collectExport(running, facts)
    const collected = await move(running, 'transfer.export', () => ({ step: 'pack' }))
    return row.place === 'command' ? collected : packExport(running)
  }
  return row.place === 'command' ? facts : packExport(running)
}

async function move(
  running: Running,
  verb: 'transfer.check' | 'transfer.export',
  change: (facts: TransferFacts, row: TransferRow) => Partial<TransferRow>,
): Promise<TransferFacts> {
  const came = await runChunk(running, { verb, outcome: 'opened' }, (_, facts, row) =>
    Promise.resolve(change(facts, row)),
  )
  return came.facts
}

/** Says why it can't go on, so that people see it. What is in the record by then stays there. */
export async function failTransfer(running: Running, error: unknown): Promise<void> {
  if (error instanceof TransferStopped) return
  if (error instanceof ReadOnly) return pause(running, error.message)
  const problem =
    error instanceof NoLongerAllowed
      ? 'Whoever asked for it may no longer do it, so it was stopped. What was done by then stays.'
      : error instanceof SourceBroken
        ? `${error.message} What was done by then stays.`
        : 'It stopped at something that Candour did not expect. What was done by then stays; start it again to go on.'
  const { practice, transfer, fence, inPractice, keysOf, vault, clock } = running
  await inPractice(practice, async (tx) => {
    const row = await transfers.lock(tx, transfer)
    if (row === null || row.state !== 'running' || row.fence !== fence) return
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const facts = { ...openTransfer(within, row), problem, passphrase: null }
    const gone = await letGoOfBytes(within, running.blobs, row)
    await saveTransfer(within, row, facts, { ...gone, state: 'failed', ended_at: clock.now() })
  })
}

async function pause(running: Running, problem: string): Promise<void> {
  const { practice, transfer, fence, inPractice, keysOf, vault } = running
  await inPractice(practice, async (tx) => {
    const row = await transfers.lock(tx, transfer)
    if (row === null || row.state !== 'running' || row.fence !== fence) return
    const within = { tx, vault, keys: await keysOf(tx) }
    await saveTransfer(within, row, { ...openTransfer(within, row), problem }, { state: 'paused' })
    emit(within, { kind: 'transfer.moved', patient: null, object: transfer, member: null })
  })
}
