/** Promise: the connections are private to this folder; the rest of the program gets transactions. */
import pg from 'pg'
import { batchReads, type ReadBatches } from './read-batch.ts'
import type { Credentials, LoginRole } from './role-file.ts'
import { connectionSeconds } from './rotate-roles.ts'
import { transactionsOn, type Transactions } from './transaction.ts'
import type { Connection } from './connection.ts'
import { workspaceOn, type Workspace } from './workspace.ts'

// 64-bit integers fit into a double as far as Candour counts (2^53); checked, not assumed.
const parseTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown
const year10000 = Date.UTC(10_000)
/**
 * PostgreSQL knows an `infinity` and years that no ISO date has. Candour writes none, so somebody else did: it is read as the first
 * moment of 1970, which no hash fits, instead of stopping whatever comes across it.
 */
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => {
  const at = parseTime(text)
  return at instanceof Date && at.getTime() >= 0 && at.getTime() < year10000 ? at : new Date(0)
})
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a count from the database is larger than 2^53')
  return value
})

export interface Database extends Transactions {
  /** Reads of the application, batched; what each comes to is appended to the ledger in the same transaction. */
  readsWith<E>(append: (connection: Connection, entries: E[]) => void): ReadBatches<E>
  /** Work across practices under a narrow role of its own. */
  readonly sequencer: Workspace
  readonly jobs: Workspace
  readonly gate: Workspace
  /** How pg-boss connects; nothing else takes it. */
  readonly queueConnection: pg.PoolConfig
  /** pg-boss listens on a connection of its own making: that one too signs in with what holds when it connects. */
  signQueueIn(config: object): void
  /** Waiting and open connections, for the metrics. */
  counts(): Record<string, number>
  close(): Promise<void>
}

/** Whatever a server of one's own is set to: an answer goes out only after its commit is on disk. */
const sessionOptions =
  '-c synchronous_commit=on -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000'

/**
 * Every statement is planned once a connection, by its indexes: planning anew at each call took a third of the database's
 * time, and a plan that follows how large a table was when it was made reads a whole practice later (decision 0017).
 */
const planOptions =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

/** @param credentials what a role signs in with, asked at every new connection */
export function openDatabase(
  base: pg.PoolConfig,
  credentials: (role: LoginRole) => Credentials,
  onError: (error: Error) => void,
  size = 10,
): Database {
  const as = (role: LoginRole): pg.PoolConfig => ({
    ...base,
    options: sessionOptions,
    connectionTimeoutMillis: 10_000,
    maxLifetimeSeconds: connectionSeconds,
    application_name: `candour ${role}`,
    Client: signingInAs(() => credentials(role)),
  })
  const pools = new Map<LoginRole, pg.Pool>()
  function poolOf(role: LoginRole, max: number): pg.Pool {
    const pool = new pg.Pool({
      ...as(role),
      options: `${sessionOptions} ${planOptions}`,
      max,
      pipeline: true,
      idleTimeoutMillis: 60_000,
    } as pg.PoolConfig)
    pool.on('error', onError)
    // While one is in use its breaking is told to whoever waits for an answer; without a listener it would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined))
    pools.set(role, pool)
    return pool
  }
  const application = poolOf('application', size)
  const gate = poolOf('gate', size)
  return {
    ...transactionsOn({ application, gate }),
    readsWith: (append) => batchReads(application, append),
    sequencer: workspaceOn(poolOf('sequencer', 2)),
    jobs: workspaceOn(poolOf('jobs', 2)),
    gate: workspaceOn(gate),
    queueConnection: as('jobs'),
    signQueueIn(config) {
      const now = () => credentials('jobs')
      Object.defineProperties(config, {
        user: { enumerable: true, get: () => now().user },
        password: { enumerable: true, get: () => now().password },
        options: { enumerable: true, get: () => `${sessionOptions} ${now().role}` },
      })
    },
    counts() {
      const counts: Record<string, number> = {}
      for (const [role, pool] of pools) {
        counts[`${role}_open`] = pool.totalCount
        counts[`${role}_waiting`] = pool.waitingCount
      }
      return counts
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}

/** A pool keeps what it was made with; its clients ask again, so that a new password holds for the next connection. */
function signingInAs(credentials: () => Credentials): NonNullable<pg.PoolConfig['Client']> {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const { user, password, role } = credentials()
      super({ ...config, user, password, options: `${config?.options ?? ''} ${role}` })
    }
  }
}
