/** The twin's connections: Candour's own pipelining and batching, without its roles and without a practice on the wire. */
import pg from 'pg'
import type { Connection } from '../../server/src/platform/database/connection.ts'
import { gather } from '../../server/src/platform/database/gather.ts'
import { runTransaction, type Transaction } from '../../server/src/platform/database/transaction.ts'
import { workspaceOn, type Workspace } from '../../server/src/platform/database/workspace.ts'

export interface Read<T> {
  result: T
  /** Where there is a ledger. */
  entry: object | null
}

export interface TwinDatabase {
  /** Before a practice is known. */
  gate: Workspace
  /** Those that wait share one transaction. */
  read<T>(practice: string, act: (tx: Transaction) => Promise<Read<T>>): Promise<T>
  change<T>(practice: string, act: (tx: Transaction) => Promise<T>): Promise<T>
  /** As the owner of the tables. */
  own: Workspace
  sequencer: Workspace | null
}

/** As Candour's sessions are set; which way a plan goes is PostgreSQL's own choice. */
const options =
  '-c synchronous_commit=on -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000 ' +
  '-c plan_cache_mode=force_generic_plan'

export function ownPool(connection: pg.PoolConfig, max: number): pg.Pool {
  return new pg.Pool({ ...connection, options, max, pipeline: true, idleTimeoutMillis: 60_000 } as pg.PoolConfig)
}

export function openPlain(connection: pg.PoolConfig): TwinDatabase {
  const pool = ownPool(connection, 10)
  const own = workspaceOn(pool)
  return {
    gate: own,
    own,
    sequencer: null,
    read: readsOn(pool),
    change: (practice, act) => runTransaction(pool, (connection) => act(plainTransaction(connection, practice))),
  }
}

interface Waiting {
  practice: string
  act: (tx: Transaction) => Promise<Read<unknown>>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** As Candour's read-batch.ts, but that there is nothing to enter. */
function readsOn(pool: pg.Pool): TwinDatabase['read'] {
  async function runBatch(batch: Waiting[]): Promise<void> {
    try {
      const results = await runTransaction(pool, (connection) =>
        Promise.all(batch.map(({ practice, act }) => act(plainTransaction(connection, practice)))),
      )
      batch.forEach(({ resolve }, at) => resolve(results[at]!.result))
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const one of batch) await runBatch([one])
    }
  }
  const wait = gather({ most: 64, inFlight: 2 }, runBatch)
  return <T>(practice: string, act: (tx: Transaction) => Promise<Read<T>>) =>
    new Promise<T>((resolve, reject) => wait({ practice, act, resolve: resolve as (result: unknown) => void, reject }))
}

/** No practice stands on the wire: statements that say it themselves are shared by all practices. */
function plainTransaction(connection: Connection, practice: string): Transaction {
  const nobody = { role: 'own', practice: null } as const
  return {
    practice,
    touched: new Set<string>(),
    records: [],
    written: new Set<string>(),
    run: (statement, ...parameters) => connection.run(nobody, statement, parameters),
    runTogether: (statement, ...parameters) => connection.runTogether(nobody, statement, parameters),
    send: (statement, parameters, failed) => connection.send(nobody, statement, parameters, failed),
    afterCommit: () => undefined,
  } as Partial<Transaction> as Transaction
}
