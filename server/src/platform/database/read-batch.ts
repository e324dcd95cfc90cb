/**
 * Promise: a read's entry is durable before the first byte of its answer leaves, at little cost: the requests that wait
 * share one transaction and one row of the ledger. Natural batching: no timer, at most two batches in flight.
 */
import type pg from 'pg'
import { CommitUnknown, type Connection } from './connection.ts'
import { gather, type GatherOptions } from './gather.ts'
import { practiceTransaction, runTransaction, type Transaction } from './transaction.ts'

/** What a read comes to: its result (or a refusal), and what the ledger keeps of it. */
export interface Recorded<T, E> {
  result: T
  entry: E
}

interface Waiting<E> {
  practice: string
  read: (tx: Transaction) => Promise<Recorded<unknown, E>>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

export interface ReadBatches<E> {
  /** `read` may run twice (alone, when a neighbour's failure aborted the batch), so it must change nothing. */
  run<T>(practice: string, read: (tx: Transaction) => Promise<Recorded<T, E>>): Promise<T>
}

export function batchReads<E>(
  pool: pg.Pool,
  append: (connection: Connection, entries: E[]) => void,
  options: GatherOptions = { most: 64, inFlight: 2 },
): ReadBatches<E> {
  async function runTogether(batch: Waiting<E>[]): Promise<unknown[]> {
    return runTransaction(pool, async (connection) => {
      const reads = batch.map((one) => one.read(practiceTransaction(connection, one.practice, [])))
      const settled = await Promise.allSettled(reads)
      const failed = settled.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw failed.reason
      const recorded = settled.map((one) => (one as PromiseFulfilledResult<Recorded<unknown, E>>).value)
      append(
        connection,
        recorded.map((one) => one.entry),
      )
      return recorded.map((one) => one.result)
    })
  }

  async function runBatch(batch: Waiting<E>[]): Promise<void> {
    try {
      const results = await runTogether(batch)
      batch.forEach((one, place) => one.resolve(results[place]))
    } catch (error) {
      // A read changed nothing, so an unknown commit is just a broken connection.
      if (batch.length === 1) batch[0]!.reject(error instanceof CommitUnknown ? error.cause : error)
      else for (const one of batch) await runBatch([one])
    }
  }

  const wait = gather(options, runBatch)
  return {
    run: <T>(practice: string, read: (tx: Transaction) => Promise<Recorded<T, E>>) =>
      new Promise<T>((resolve, reject) => {
        wait({ practice, read, resolve: resolve as (result: unknown) => void, reject })
      }),
  }
}
