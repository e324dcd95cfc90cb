import { setTimeout as wait } from 'node:timers/promises'
import type { Across } from '../../platform/database/workspace.ts'
import { OperatorError } from '../../platform/operator-error.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { ReadOnly, type Running, type Workshop } from './run-chunk.ts'
import { leaseSeconds, underLease } from './run-waiting.ts'
import { noFacts, openTransfer, saveTransfer, sealTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'
import { failTransfer, takeTransfer } from './work-transfer.ts'

/** For which an export that was begun can be gone on with. */
const patienceMs = 7 * 24 * 3_600_000

export interface CommandTransfer {
  row: TransferRow
  facts: TransferFacts
  /** It was begun before, and goes on. */
  isResumed: boolean
}

/** What a command asked for: the one that it had begun with the same words before, or a new one. */
export async function beginCommandTransfer(
  workshop: Workshop,
  practice: string,
  asked: Pick<TransferRow, 'kind' | 'total'> &
    Pick<TransferFacts, 'source' | 'files' | 'patient'> &
    Partial<Pick<TransferFacts, 'table'>>,
): Promise<CommandTransfer> {
  const { inPractice, keysOf, vault, clock } = workshop
  const { kind, total, ...given } = asked
  return inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx) }
    for (const row of await transfers.unfinished(tx, kind)) {
      const facts = openTransfer(within, row)
      if (facts.source === given.source) return { row, facts, isResumed: true }
    }
    const transfer = newId()
    const facts: TransferFacts = { ...noFacts, ...given }
    const sealed = sealTransfer(within, transfer, 1, facts)
    const isSealed = kind === 'export' || facts.table !== null
    const compartment = isSealed ? (await createCompartment(within, 'unfiled')).compartment : null
    const refusedCompartment = kind === 'import' ? (await createCompartment(within, 'unfiled')).compartment : null
    const step = kind === 'export' ? 'collect' : facts.table !== null ? 'columns' : 'check'
    const made = { transfer, kind, place: 'command', step, state: 'paused', member: null } as const
    await transfers.insert(tx, { ...made, compartment, refusedCompartment, total, sealed })
    const row = (await transfers.read(tx, transfer))!
    if (compartment === null) return { row, facts, isResumed: false }
    // A copy of whole records, under a key of its own: nobody may forget it there.
    const expires = { expires_at: new Date(clock.now().getTime() + patienceMs) }
    return { row: await saveTransfer(within, row, facts, expires), facts, isResumed: false }
  })
}

/** Changes a transfer between two steps, when nobody works on it. */
export async function changeCommandTransfer(
  { inPractice, keysOf, vault, clock }: Workshop,
  practice: string,
  transfer: string,
  change: Partial<Pick<TransferRow, 'step' | 'state' | 'done' | 'total'>>,
): Promise<void> {
  await inPractice(practice, async (tx) => {
    const row = (await transfers.lock(tx, transfer))!
    const within = { tx, vault, keys: await keysOf(tx) }
    const facts = openTransfer(within, row)
    if (change.step !== undefined) Object.assign(facts, { position: null, refused: 0 })
    const isOver = change.state === 'done' || change.state === 'cancelled'
    await saveTransfer(within, row, facts, { ...change, ended_at: isOver ? clock.now() : null })
  })
}

/** Runs `work` as the transfer's only worker. One that was killed holds its lease for ten seconds: it is waited for. */
export async function workAsCommand(
  workshop: Workshop,
  jobs: Across,
  {
    practice,
    transfer,
    signal,
    onProgress,
  }: Pick<Running, 'practice' | 'transfer' | 'signal'> & Required<Pick<Running, 'onProgress'>>,
  work: (running: Running, taken: { row: TransferRow; facts: TransferFacts }) => Promise<void>,
): Promise<void> {
  const holder = newId()
  for (let waited = 0; waited <= leaseSeconds + 2; waited++) {
    const had = await underLease(jobs, transfer, holder, async (fence, lost) => {
      const taken = await takeTransfer(workshop, { practice, transfer, fence })
      if (taken === null) throw new OperatorError('It was cancelled, or is done.')
      const both = AbortSignal.any([signal, lost])
      const running = { ...workshop, practice, transfer, fence, signal: both, onProgress }
      await work(running, taken).catch(async (error: unknown) => {
        if (error instanceof ReadOnly) await failTransfer(running, error)
        throw error
      })
    })
    if (had) return
    await wait(1000, undefined, { signal })
  }
  throw new OperatorError('Another candour works on this now.')
}
