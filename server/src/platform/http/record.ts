/** Promise: what a call comes to, refusals included, is entered into the practice's ledger, or the call fails. */
import { AppError } from '../app-error.ts'
import type { PracticeKeys } from '../access/practice-keys.ts'
import type { Transaction } from '../database/transaction.ts'
import type { ReadBatches } from '../database/read-batch.ts'
import { cameToPass, sealEntry, type EntryOutcome, type QueuedEntry } from '../ledger/entry.ts'
import { appendEntries, insertEntry } from '../ledger/ledger.store.ts'
import type { Room } from '../room.ts'
import type { OnceAMinute } from './once-a-minute.ts'
import type { Arrived, DoorOptions, Workshop } from './arrived.ts'

export interface Recorder {
  /** Reads, batched with others that wait. */
  reads: ReadBatches<QueuedEntry>
  entryOf(arrived: Arrived, tx: Transaction, keys: PracticeKeys, came: CameTo): QueuedEntry
  /** Into a change's own transaction, as its last statement. The commit throws `ledger.unavailable`. */
  insert(tx: Transaction, entry: QueuedEntry): void
  /** Enters a refusal in a transaction of its own; answers the error to give (`ledger.unavailable` when it can't). */
  refuse(arrived: Arrived, error: AppError): Promise<AppError>
}

/** What the runners of the single kinds share. */
export interface Door extends Workshop {
  recorder: Recorder
  /** Refusals of support whom nothing lets in. */
  shutOut: OnceAMinute
  /** For the large bodies that are in memory at one time. */
  bodies: Room
}

export interface CameTo {
  outcome: EntryOutcome
  subjects?: string[]
  reason?: string | undefined
  refusal?: string
  facts?: Record<string, string | number> | undefined
  notFor?: string | null | undefined
}

export function recorder(options: DoorOptions): Recorder {
  const { vault, database, keysOf, log } = options

  function unavailable(error: unknown): AppError {
    log.error({ part: 'ledger', err: error }, 'the ledger cannot be written')
    return new AppError('ledger.unavailable')
  }

  const reads = database.readsWith<QueuedEntry>((connection, entries) =>
    appendEntries(connection, entries, unavailable),
  )

  function entryOf(arrived: Arrived, tx: Transaction, keys: PracticeKeys, came: CameTo): QueuedEntry {
    const { outcome, subjects = [], ...why } = came
    return sealEntry(vault, keys, {
      actor: arrived.actor,
      verb: arrived.endpoint.name,
      outcome,
      // Who was kept out of a restricted record stands in its log.
      subjects: [...subjects, ...tx.touched, ...(outcome === 'refused' ? tx.hidden : [])],
      detail: {
        request: arrived.request.id,
        route: arrived.endpoint.path,
        ...cameToPass(tx),
        ...Object.fromEntries(Object.entries(why).filter(([, value]) => value !== undefined)),
      },
    })
  }

  return {
    reads,
    entryOf,
    insert: (tx, entry) => insertEntry(tx, entry, unavailable),
    async refuse(arrived, error) {
      if (error.code === 'ledger.unavailable') return error
      // If it was committed its entry was too; an entry that it was refused could be a lie.
      if (error.code === 'system.unsure') return error
      try {
        await reads.run(arrived.actor.practice, async (tx) => {
          const keys = await keysOf(tx)
          const came: CameTo = { outcome: 'refused', subjects: [...arrived.about], refusal: error.code }
          return { result: null, entry: entryOf(arrived, tx, keys, came) }
        })
      } catch (failure) {
        return failure instanceof AppError ? failure : unavailable(failure)
      }
      options.poke()
      if (error.code === 'record.altered') {
        const about = error.record ?? arrived.request.url.split('?')[0]!
        await options.alarm(arrived.actor.practice, arrived.endpoint.name, about).catch((failure: unknown) => {
          log.error({ part: 'alarm', err: failure }, 'the practice could not be told of an altered record')
        })
      }
      return error
    },
  }
}
