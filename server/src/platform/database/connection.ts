/**
 * Promise: what runs on a connection runs as exactly the role and the practice that it was asked for.
 * Statements are pipelined in order; a change of role or practice goes ahead of the statement on the same wire, so a
 * connection that serves several practices in one transaction can't mix them up.
 */
import type pg from 'pg'
import type { Statement } from './statement.ts'

/** As whom a statement runs: the connection's own role, or (from the gate alone) the application's. */
export interface Standing {
  role: 'own' | 'application'
  practice: string | null
}

export interface Connection {
  begin(): void
  run<Row>(standing: Standing, statement: Statement<Row>, parameters: readonly unknown[]): Promise<Row[]>
  /** Resolves only if PostgreSQL really committed. Throws CommitUnknown when the connection broke before it said so. */
  commit(): Promise<void>
  rollback(): Promise<void>
}

export class NotCommitted extends Error {
  override name = 'NotCommitted'
}

/** The connection broke while the commit was under way: it may have happened or not. */
export class CommitUnknown extends Error {
  override name = 'CommitUnknown'
}

export function useConnection(client: pg.PoolClient): Connection {
  let now: Standing = { role: 'own', practice: null }
  const prefixes: Promise<unknown>[] = []

  // Their failures are seen by whoever awaits the statement behind them; commit awaits every one again.
  function send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const result = client.query(query)
    result.catch(() => undefined)
    return result
  }

  function stand(at: Standing): void {
    if (at.role !== now.role) {
      prefixes.push(send({ text: at.role === 'application' ? 'set local role candour_app' : 'reset role' }))
    }
    if (at.practice !== now.practice) {
      prefixes.push(
        send({
          name: 'set-practice',
          text: "select set_config('candour.practice', $1, true)",
          values: [at.practice ?? ''],
        }),
      )
    }
    now = at
  }

  return {
    begin() {
      now = { role: 'own', practice: null }
      prefixes.push(send({ text: 'begin' }))
    },
    async run<Row>(standing: Standing, statement: Statement<Row>, parameters: readonly unknown[]) {
      stand(standing)
      const first = prefixes.splice(0)
      const result = send({ name: statement.name, text: statement.text, values: [...parameters] })
      for (const prefix of first) await prefix
      return (await result).rows as Row[]
    },
    async commit() {
      const first = prefixes.splice(0)
      const end = send({ text: 'commit' })
      for (const prefix of first) await prefix
      // After a failed statement a pipelined COMMIT resolves, with command ROLLBACK.
      const { command } = await end.catch((error: unknown) => {
        // An ERROR is PostgreSQL's own word that it rolled back. Anything else leaves it open.
        if ((error as { severity?: string }).severity === 'ERROR') throw error
        throw new CommitUnknown('the connection broke while committing', { cause: error })
      })
      if (command !== 'COMMIT') throw new NotCommitted('the transaction was rolled back')
    },
    async rollback() {
      prefixes.length = 0
      await send({ text: 'rollback' })
    },
  }
}
