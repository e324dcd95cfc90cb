/** Promise: work across practices happens under a narrow role of its own, never as the application. */
import type pg from 'pg'
import type { Statement } from './statement.ts'
import { runTransaction } from './transaction.ts'

export interface Across {
  run<Row>(statement: Statement<Row>, ...parameters: unknown[]): Promise<Row[]>
}

export interface Workspace extends Across {
  /** Several statements that hold together. */
  together<T>(act: (across: Across) => Promise<T>): Promise<T>
}

export function workspaceOn(pool: pg.Pool): Workspace {
  const own = { role: 'own', practice: null } as const
  return {
    async run<Row>(statement: Statement<Row>, ...parameters: unknown[]) {
      const result = await pool.query({ name: statement.name, text: statement.text, values: parameters })
      return result.rows as Row[]
    },
    together: (act) =>
      runTransaction(pool, (connection) =>
        act({ run: (statement, ...parameters) => connection.run(own, statement, parameters) }),
      ),
  }
}
