/** Promise: what a read comes to is entered with it, in the same batch: what it opened, or that it was refused, and about whom. */
import type { PracticeKeys } from '../access/practice-keys.ts'
import { AppError } from '../app-error.ts'
import type { Transaction } from '../database/transaction.ts'
import { askerOf, type Arrived } from './arrived.ts'
import { noteAbout, refuseDeleted } from './deleted-patients.ts'
import type { Door } from './record.ts'

/** A refusal that is in the ledger already. */
export class RecordedRefusal extends Error {
  readonly refusal: AppError
  constructor(refusal: AppError) {
    super(refusal.code)
    this.refusal = refusal
  }
}

export interface HasRead<T> {
  value: T
  subjects: string[]
  reason?: string | undefined
  facts?: Record<string, string | number> | undefined
}

type Came<T> = { value: T } | { refused: AppError }

/** `act` may run twice; see `readsWith`. Throws RecordedRefusal, or what is broken (an altered record, for one). */
export async function readOnce<T>(
  door: Door,
  arrived: Arrived,
  act: (tx: Transaction, keys: PracticeKeys) => Promise<HasRead<T>>,
): Promise<T> {
  const came = await door.recorder.reads.run<Came<T>>(arrived.actor.practice, async (tx) => {
    tx.asker = askerOf(door, arrived)
    const keys = await door.keysOf(tx)
    try {
      const { value, subjects, reason, facts } = await act(tx, keys)
      refuseDeleted(tx, arrived.actor, 'read')
      return {
        result: { value },
        entry: door.recorder.entryOf(arrived, tx, keys, { outcome: 'opened', subjects, reason, facts }),
      }
    } catch (error) {
      // What says "no" is entered in this batch; what is broken (or an altered record) goes the longer way.
      if (!(error instanceof AppError)) {
        noteAbout(arrived, tx)
        throw error
      }
      const entry = door.recorder.entryOf(arrived, tx, keys, { outcome: 'refused', refusal: error.code })
      return { result: { refused: error }, entry }
    }
  })
  if ('refused' in came) {
    door.poke()
    throw new RecordedRefusal(came.refused)
  }
  return came.value
}
