/** Promise: where nobody asked for traces, neither OpenTelemetry nor what wraps the parts is loaded, and the parts are themselves. */
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { Vault } from '../vault/vault.ts'
import type { Tracing } from './tracing.ts'

export interface StartedTracing {
  /** Null: nobody asked for it. */
  tracing: Tracing | null
  database(database: Database): Database
  vault(vault: Vault): Vault
  stop(): Promise<void>
}

/** @param endpoint of an OTLP/HTTP receiver; null: none */
export async function startTracing(endpoint: string | null, version: string, log: Log): Promise<StartedTracing> {
  if (endpoint === null)
    return { tracing: null, database: (same) => same, vault: (same) => same, stop: () => Promise.resolve() }
  const [{ openTracing }, { tracedDatabase, tracedVault }] = await Promise.all([
    import('./tracing.ts'),
    import('./traced-parts.ts'),
  ])
  const tracing = await openTracing(endpoint, version, log)
  return {
    tracing,
    database: (database) => tracedDatabase(database, tracing),
    vault: (vault) => tracedVault(vault, tracing),
    stop: () => tracing.stop(),
  }
}
