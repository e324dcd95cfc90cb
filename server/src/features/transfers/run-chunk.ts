import type { Permission } from '@candour/contract/permissions.ts'
import type { Actor } from '../../platform/access/actor.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Asker, Transactions } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { cameToPass, sealEntry, type EntryOutcome } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import type { Log } from '../../platform/log.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { emit } from '../events/emit.ts'
import { OperatorError } from '../../platform/operator-error.ts'
import { mayWrite } from '../practices/may-write.ts'
import { memberMay } from '../members/member-may.ts'
import type { ResourceChecker } from '../resources/resource-checker.ts'
import { openTransfer, saveTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'

/** What works on transfers, in the server or on the command line. */
export interface Workshop {
  inPractice: Transactions['inPractice']
  keysOf: PracticeKeySource
  vault: Vault
  blobs: BlobStore
  clock: Clock
  log: Log
  checker: ResourceChecker
  /** Something went into the ledger's queue. */
  poke(): void
}

/** One transfer in the hands of its only worker. */
export interface Running extends Workshop {
  practice: string
  transfer: string
  fence: number
  /** Aborted when the work is to stop after this chunk. */
  signal: AbortSignal
  /** When the web app was last told how far it is; `performance.now()`. */
  told?: number
  /** What the person who watches is told. */
  onProgress?: (row: TransferRow, facts: TransferFacts) => void
}

/** It was cancelled, or another worker has it: nothing more is written. */
export class TransferStopped extends Error {
  override name = 'TransferStopped'
}

export interface Chunk {
  verb: 'transfer.check' | 'transfer.import' | 'transfer.export' | 'transfer.pack' | 'transfer.undo'
  outcome: EntryOutcome
}

/** Whoever watches reads it again each time, and each reading is an entry. */
const tellEveryMs = 4_000

/**
 * One transaction: what `act` does, the position behind it, and the entry with every patient that was touched commit
 * together, so that a kill at any moment loses nothing and doubles nothing. `act` answers what changes of the row.
 * Throws TransferStopped, NoLongerAllowed, ReadOnly.
 */
export async function runChunk(
  running: Running,
  { verb, outcome }: Chunk,
  act: (within: Within, facts: TransferFacts, row: TransferRow) => Promise<Partial<TransferRow>>,
): Promise<{ row: TransferRow; facts: TransferFacts }> {
  const { practice, transfer, vault, keysOf, clock } = running
  const came = await running.inPractice(practice, async (tx) => {
    const row = await transfers.lock(tx, transfer)
    if (row === null || row.state !== 'running' || row.fence !== running.fence) throw new TransferStopped()
    const keys = await keysOf(tx)
    const within: Within = { tx, vault, keys, now: clock.now() }
    const facts = openTransfer(within, row)
    tx.asker = askerFor(facts, within.now)
    if (verb === 'transfer.import' && !(await mayWrite(tx))) throw new ReadOnly()
    if (facts.by !== null) await refuseFormer(within, facts.by, permissionFor(row, facts))
    const change = await act(within, facts, row)
    const saved = await saveTransfer(within, row, facts, change)
    const entry = sealEntry(vault, keys, {
      actor: actorOf(practice, row, facts),
      verb,
      outcome,
      subjects: tx.touched,
      detail: { ...cameToPass(tx), facts: { transfer } },
    })
    insertEntry(tx, entry)
    if (saved.state !== 'running' || performance.now() - (running.told ?? -Infinity) > tellEveryMs) {
      running.told = performance.now()
      emit(within, { kind: 'transfer.moved', patient: null, object: transfer, member: null })
    }
    return { row: saved, facts }
  })
  running.poke()
  running.onProgress?.(came.row, came.facts)
  return came
}

/** Work that a member asked for sees what that member may see now, chunk by chunk. */
export function askerFor({ by }: Pick<TransferFacts, 'by'>, now: Date): Asker {
  return by === null ? { kind: 'candour' } : { kind: 'member', member: by.member, now }
}

function actorOf(practice: string, row: TransferRow, facts: TransferFacts): Actor {
  const { by } = facts
  if (by === null) return { kind: 'operator', practice, command: commandOf(row, facts) }
  return { kind: 'member', practice, ...by }
}

function commandOf({ kind }: TransferRow, { table }: TransferFacts): string {
  return table === null ? `candour ${kind}` : 'candour import-patients'
}

/** One patient's export asks for less than the whole practice's. */
export function permissionFor(row: Pick<TransferRow, 'kind'>, facts: Pick<TransferFacts, 'patient'>): Permission {
  return row.kind === 'export' && facts.patient !== null ? 'record.export' : 'transfer.manage'
}

/** The trial ended while it was under way: it waits where it is. */
export class ReadOnly extends OperatorError {
  override name = 'ReadOnly'
  constructor() {
    super('The trial of this practice has ended, so nothing more is imported. What was imported by then stays.')
  }
}

/** Whoever left, was set to a lower level, or lost the permission, since they asked for it. */
export class NoLongerAllowed extends Error {
  override name = 'NoLongerAllowed'
}

async function refuseFormer(
  within: Within,
  by: NonNullable<TransferFacts['by']>,
  permission: Permission,
): Promise<void> {
  if (!(await memberMay(within, by, permission))) throw new NoLongerAllowed()
}
