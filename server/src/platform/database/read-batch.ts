/**
 * Promise: a read's entry is durable before the first byte of its answer leaves, at little cost: the requests that wait
 * share one transaction and one row of the ledger. Natural batching: no timer, at most two batches in flight.
 */
import type pg from 'pg'
import { practiceTransaction, runTransaction, type Transaction } from './transaction.ts'
import { CommitUnknown, type Connection } from './connection.ts'

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

export interface BatchOptions {
  /** Requests in one transaction, at most. */
  most: number
  /** Batches at once. */
  inFlight: number
}

export function batchReads<E>(
  pool: pg.Pool,
  append: (connection: Connection, entries: E[]) => Promise<void>,
  options: BatchOptions = { most: 64, inFlight: 2 },
): ReadBatches<E> {
  const waiting: Waiting<E>[] = []
  let inFlight = 0

  async function runTogether(batch: Waiting<E>[]): Promise<unknown[]> {
    return runTransaction(pool, async (connection) => {
      const reads = batch.map((one) => one.read(practiceTransaction(connection, one.practice, [])))
      const settled = await Promise.allSettled(reads)
      const failed = settled.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw failed.reason
      const recorded = settled.map((one) => (one as PromiseFulfilledResult<Recorded<unknown, E>>).value)
      await append(
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

  function pump(): void {
    while (inFlight < options.inFlight && waiting.length > 0) {
      inFlight += 1
      void runBatch(waiting.splice(0, options.most)).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }

  return {
    run: <T>(practice: string, read: (tx: Transaction) => Promise<Recorded<T, E>>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ practice, read, resolve: resolve as (result: unknown) => void, reject })
        pump()
      }),
  }
}
