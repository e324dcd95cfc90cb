/**
 * Promise: what runs on a connection runs as exactly the role and the practice that it was asked for.
 * Statements are pipelined in order; a change of role or practice goes ahead of the statement on the same wire, so a
 * connection that serves several practices in one transaction can't mix them up.
 */
import type pg from 'pg'
import type { Writable } from 'node:stream'
import { askTogether } from './ask-together.ts'
import type { Standing, Statement } from './statement.ts'

export interface Connection {
  begin(): void
  run<Row>(standing: Standing, statement: Statement<Row>, parameters: readonly unknown[]): Promise<Row[]>
  /**
   * The same for a statement that takes a list for each parameter behind the practice, and says by `place` (from 1) which
   * of them a row answers: those who ask it at the same moment, for the same practice, share one. Answers the rows of
   * one's own.
   */
  runTogether<Row>(
    standing: Standing,
    statement: Statement<Row & { place: number }>,
    parameters: readonly unknown[],
  ): Promise<Row[]>
  /**
   * Sent, and not waited for: it leaves with what comes next. If it fails, that (or the commit) throws its failure, the
   * earliest first; `failed` words this statement's own, and never hears of another's.
   */
  send(standing: Standing, statement: Statement<unknown>, parameters: readonly unknown[], failed?: Wording): void
  /** Resolves only if PostgreSQL really committed. Throws CommitUnknown when the connection broke before it said so. */
  commit(): Promise<void>
  rollback(): Promise<void>
}

/** What a statement's failure is called: the error to throw instead. */
export type Wording = (error: unknown) => unknown

interface Ahead {
  result: Promise<unknown>
  failed?: Wording | undefined
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
  /** What was sent and nobody has waited for yet. */
  let ahead: Ahead[] = []

  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  let gathering = false

  const together = askTogether(run)

  /** What is sent before the program next waits leaves together, instead of by a system call each. */
  function gather(): void {
    if (gathering) return
    gathering = true
    stream.cork()
    process.nextTick(() => {
      together.flush()
      gathering = false
      stream.uncork()
    })
  }

  // Their failures are seen by whoever awaits the statement behind them.
  function put(query: pg.QueryConfig): Promise<pg.QueryResult> {
    gather()
    const result = client.query(query)
    result.catch(() => undefined)
    return result
  }

  function stand(at: Standing): void {
    if (at.role !== now.role) {
      ahead.push({ result: put({ text: at.role === 'application' ? 'set local role candour_app' : 'reset role' }) })
    }
    if (at.practice !== now.practice) {
      const text = "select set_config('candour.practice', $1, true)"
      ahead.push({ result: put({ name: 'set-practice', text, values: [at.practice ?? ''] }) })
    }
    now = at
  }

  async function run<Row>(standing: Standing, statement: Statement<Row>, parameters: readonly unknown[]) {
    stand(standing)
    const first = taken()
    const result = put({ name: statement.name, text: statement.text, values: [...parameters] })
    await answered(first)
    return (await result).rows as Row[]
  }

  function taken(): Ahead[] {
    const all = ahead
    ahead = []
    return all
  }

  async function answered(all: Ahead[]): Promise<void> {
    for (const { result, failed } of all) {
      try {
        await result
      } catch (error) {
        throw failed === undefined ? error : failed(error)
      }
    }
  }

  return {
    run,
    runTogether(standing, statement, parameters) {
      gather()
      return together.ask(standing, statement, parameters)
    },
    begin() {
      now = { role: 'own', practice: null }
      ahead.push({ result: put({ text: 'begin' }) })
    },
    send(standing, { name, text }, parameters, failed) {
      stand(standing)
      ahead.push({ result: put({ name, text, values: [...parameters] }), failed })
    },
    async commit() {
      together.flush()
      const first = taken()
      const refused: unknown[] = []
      // After a failed statement a pipelined COMMIT resolves, with command ROLLBACK.
      const end = await put({ text: 'commit' }).catch((error: unknown) => {
        // An ERROR is PostgreSQL's own word that it rolled back. Anything else leaves it open, whatever the statements
        // that went out ahead of it came to: they broke with the same connection.
        if ((error as { severity?: string }).severity !== 'ERROR')
          throw new CommitUnknown('the connection broke while committing', { cause: error })
        refused.push(error)
      })
      await answered(first)
      if (refused.length > 0) throw refused[0]
      if (end?.command !== 'COMMIT') throw new NotCommitted('the transaction was rolled back')
    },
    async rollback() {
      together.flush()
      ahead = []
      await put({ text: 'rollback' })
    },
  }
}
